import { systemActor, type Actor } from '../access/actor.js';
import { isInstitution, partyKinds, type PartyKind } from '../communities/party.js';
import { Clock } from '../database/clock.js';
import { Database } from '../database/database.js';
import { FoundingService } from '../initiatives/founding.service.js';
import { InstitutionsService } from '../institutions/institutions.service.js';
import { everyLanguage, isLanguageCode } from '../languages/languages.js';
import { EnrolmentService } from '../members/enrolment.service.js';
import { colourKeys, nicknameMax, pictureKeys } from '../members/person.js';
import type { CsvRow } from '../api/csv.js';
import { markedParties } from './import-refs.store.js';
import {
  rejected,
  type FaultIn,
  type ImportKind,
  type Line,
  type Outcome,
  type Surroundings,
} from './importing.js';
import { wordsOf } from './trouble.js';
import { isDay } from './words.js';

/** A household has people in it, which they decide themselves, so it is not imported. */
export interface PartyItem {
  readonly ref: string;
  readonly kind: Exclude<PartyKind, 'household'>;
  readonly name: string;
  readonly picture: string;
  readonly colour: string;
  readonly language: string;
  readonly joined: string;
  readonly place: string;
}

const kinds = partyKinds.filter((kind): kind is PartyItem['kind'] => kind !== 'household');
const nameMax = 60;

export const parties: ImportKind<PartyItem> = {
  columns: {
    required: ['ref', 'kind'],
    optional: ['name', 'picture', 'colour', 'language', 'joined', 'place'],
  },

  read(row, surroundings, fault) {
    const kind = kinds.find((each) => each === row.text('kind'));
    if (kind === undefined) fault('kind', `the kinds are ${kinds.join(', ')}`);
    else if (kind === 'person') judgePerson(row, surroundings, fault);
    else judgeGroup(row, fault);
    const text = (column: string): string => row.text(column);
    const looks = { picture: text('picture'), colour: text('colour'), language: text('language') };
    const item = {
      ref: text('ref'),
      name: text('name'),
      joined: text('joined'),
      place: text('place'),
      ...looks,
    };
    return Promise.resolve(kind === undefined ? undefined : { ...item, kind });
  },

  async write(lines, surroundings, done) {
    const { rooms, refs, community } = surroundings;
    const database = rooms.get(Database);
    const marked = await markedParties(database.reader, community.id);
    for (const line of lines) {
      const { ref } = line.item;
      if (refs.find('party', ref) !== undefined) {
        done([{ line: line.line, result: 'there_already' }]);
        continue;
      }
      // An import that was cut off may have made the party and not yet remembered its number.
      const mark = refs.mark('party', ref);
      const made = marked.get(mark) ?? (await enter(line, surroundings, systemActor(mark)));
      if (typeof made === 'string') await refs.add(database, 'party', ref, made, rooms.get(Clock).now());
      done([typeof made === 'string' ? { line: line.line, result: 'new' } : made]);
    }
  },
};

function judgePerson(row: CsvRow, { today }: Surroundings, fault: FaultIn): void {
  const wrong = (column: string, isGood: (text: string) => boolean, reason: string): void => {
    if (row.text(column) !== '' && !isGood(row.text(column))) fault(column, reason);
  };
  wrong('name', (text) => text.length <= nicknameMax, `a nickname has at most ${nicknameMax} characters`);
  wrong('picture', (text) => pictureKeys.includes(text), 'there is no such picture');
  wrong('colour', (text) => colourKeys.includes(text), 'there is no such colour');
  wrong('language', isLanguageCode, `the languages are ${everyLanguage.join(', ')}`);
  wrong('joined', (text) => isDay(text) && text <= today, 'this is no day, or it is still to come');
  wrong('place', () => false, 'nothing is kept of where a person lives');
}

function judgeGroup(row: CsvRow, fault: FaultIn): void {
  const name = row.text('name');
  if (name === '' || name.length > nameMax) fault('name', `a name has 1 to ${nameMax} characters`);
  for (const column of ['picture', 'colour']) {
    if (!/^([a-z][a-z_]{0,29})?$/.test(row.text(column)))
      fault(column, 'this is no name of a drawing or colour');
  }
  if (row.text('place').length > nameMax) fault('place', `a place has at most ${nameMax} characters`);
  for (const column of ['language', 'joined'])
    if (row.text(column) !== '') fault(column, 'only persons have this');
}

/** @returns the id of the party, or why not */
async function enter(
  { line, item }: Line<PartyItem>,
  { rooms, community }: Surroundings,
  actor: Actor,
): Promise<string | Outcome> {
  if (item.kind === 'person') {
    const answer = await rooms.get(EnrolmentService).enrol(actor, personWish(item, community));
    return answer.kind === 'refused' ? rejected(line, wordsOf(answer.code)) : answer.person.id;
  }
  const looks = { picture: item.picture || 'group', colour: item.colour || 'green' };
  const wish = { name: item.name, ...looks, place: item.place === '' ? null : item.place };
  if (isInstitution(item.kind)) {
    const answer = await rooms
      .get(InstitutionsService)
      .enter(actor, community.id, { ...wish, kind: item.kind });
    return answer.kind === 'refused' ? rejected(line, wordsOf(answer.code)) : answer.institution.id;
  }
  const answer = await rooms.get(FoundingService).found(actor, community.id, wish);
  return answer.kind === 'refused' ? rejected(line, wordsOf(answer.code)) : answer.initiative.id;
}

function personWish(item: PartyItem, community: Surroundings['community']) {
  return {
    communityId: community.id,
    language: item.language || community.languages[0]!,
    nickname: item.name === '' ? null : item.name,
    ...(item.picture !== '' && { picture: item.picture }),
    ...(item.colour !== '' && { colour: item.colour }),
    ...(item.joined !== '' && { joinedDay: item.joined }),
  };
}
