import { CodeField, DayField, FlagField, IdField, ListField, TextField } from '../api/fields.js';
import { idKind } from '../api/kinds.js';
import { PageOf, PageQuery } from '../api/paging.js';
import type { Actor } from '../access/actor.js';
import { everyLanguage } from '../languages/languages.js';
import type { Enrolled } from './enrolment.service.js';
import type { SettlingWish } from './party-closing.js';
import { colourKeys, nicknameMax, pictureKeys } from './person.js';
import type { MemberCard, OwnData } from './persons.service.js';

// What comes in and goes out at this room's doors for programs. There is no field for a name, an address, a day of
// birth, a nationality, an e-mail address, a telephone or any number of a register, and none may be added (S11, U01).

const free = { optional: true } as const;

/** What a person shows; each part may be changed by the person alone. */
export class ProfileInput {
  @CodeField(pictureKeys, { ...free, name: 'Picture' })
  picture?: string;

  @CodeField(colourKeys, { ...free, name: 'Colour' })
  colour?: string;

  @CodeField(everyLanguage, { ...free, name: 'PersonLanguage' })
  language?: string;

  @TextField({ ...free, max: nicknameMax, nullable: true, about: 'Null takes it away.' })
  nickname?: string | null;
}

export class NewPersonInput {
  @CodeField(everyLanguage, { name: 'PersonLanguage' })
  language!: string;

  @CodeField(pictureKeys, { ...free, name: 'Picture', about: 'Drawn by lot when left out.' })
  picture?: string;

  @CodeField(colourKeys, { ...free, name: 'Colour', about: 'Drawn by lot when left out.' })
  colour?: string;

  @TextField({ ...free, max: nicknameMax, nullable: true })
  nickname?: string | null;

  @DayField({ ...free, about: 'Today when left out.' })
  joinedDay?: string;
}

/** What a person who stops wants done with what is left. */
export class StoppingInput {
  @IdField({ ...free, about: 'Who gets what is left, instead of the pot of the community.' })
  to?: string;

  @FlagField({ ...free, about: 'The pot pays off what is owed; from a steward only.' })
  potTakesOver?: boolean;

  static wish({ to, potTakesOver }: StoppingInput): SettlingWish {
    return { to: to === undefined ? 'pot' : { partyId: to }, potTakesOver: potTakesOver === true };
  }
}

export class PersonView {
  @IdField()
  id!: string;

  @CodeField(pictureKeys, { name: 'Picture' })
  picture!: string;

  @CodeField(colourKeys, { name: 'Colour' })
  colour!: string;

  @CodeField(everyLanguage, { name: 'PersonLanguage' })
  language!: string;

  @TextField({ max: nicknameMax, nullable: true })
  nickname!: string | null;

  @DayField()
  joinedDay!: string;

  static of({ id, data, joinedDay }: Enrolled): PersonView {
    const { picture, colour, language, nickname } = data;
    return { id, picture, colour, language, nickname, joinedDay };
  }
}

/** Everything that is known of the one who asks (U71), beside the lines in the books. */
export class OwnDataView extends PersonView {
  @ListField(idKind, { max: 100, about: 'The households this person is in.' })
  households!: string[];

  @ListField(idKind, { max: 200, about: 'The parties this person may act for.' })
  actsFor!: string[];

  static from(own: OwnData, actor: Actor): OwnDataView {
    const actsFor = [...new Set(actor.mandates.flatMap(({ partyId }) => partyId ?? []))];
    return { ...PersonView.of(own), households: [...own.households], actsFor };
  }
}

export class ProfileView {
  @CodeField(pictureKeys, { name: 'Picture' })
  picture!: string;

  @CodeField(colourKeys, { name: 'Colour' })
  colour!: string;

  @CodeField(everyLanguage, { name: 'PersonLanguage' })
  language!: string;

  @TextField({ max: nicknameMax, nullable: true })
  nickname!: string | null;
}

/** A card in a steward's list: enough to find a lost one, and nothing more. */
export class MemberCardView {
  @IdField()
  id!: string;

  @CodeField(pictureKeys, { name: 'Picture', nullable: true })
  picture!: string | null;

  @CodeField(colourKeys, { name: 'Colour', nullable: true })
  colour!: string | null;

  @DayField()
  joinedDay!: string;

  @FlagField()
  isActive!: boolean;

  static of(card: MemberCard): MemberCardView {
    return { ...card };
  }
}

export class MemberCardPage extends PageOf(MemberCardView) {}

export class MemberCardQuery extends PageQuery {}

export class FreePicturesView {
  @ListField({ read: (value) => value, schema: { type: 'string' } }, { max: 200 })
  pictures!: string[];
}
