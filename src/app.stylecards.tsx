import type { VNode } from 'preact';
import { EndedCardPage, LockedCardPage, OpenCardPage } from './access/views/card.js';
import { NewPersonPage, PeoplePage } from './app.cards.js';
import { LinkPage } from './app.founded.js';
import { NewPicturePage } from './app.joined.js';
import { aDay, aMoment, foxFace, nowhere, sampleFrame, type Shown } from './app.styledata.js';
import { Sample } from './app.stylesample.js';
import { SecretYesPage } from './app.visiting.js';
import { ownCode, words } from './languages/languages.js';
import { memberColours, memberPictures } from './web/pictures.js';

const some = memberPictures.slice(0, 4);

/** A card and its secret: to tap, to tap further, wrong, chosen, ended. */
export function Secrets({ language }: Shown): VNode {
  const open = { language, action: nowhere, mark: 'mark', tapped: [], wrong: null };
  const beside = { frame: sampleFrame(language), csrf: '', path: nowhere, face: null };
  const [first, second, third] = some;
  return (
    <>
      <Sample name="eerste tekening">
        <OpenCardPage {...open} />
      </Sample>
      <Sample name="tweede tekening">
        <OpenCardPage {...open} tapped={[first!]} />
      </Sample>
      <Sample name="tekeningen niet juist">
        <OpenCardPage {...open} wrong="drawings" />
      </Sample>
      <Sample name="cijfers niet juist">
        <OpenCardPage {...open} wrong="digits" />
      </Sample>
      <Sample name="gekozen tekeningen">
        <SecretYesPage {...beside} secret={{ kind: 'pictures', text: `${first} ${second} ${third}` }} />
      </Sample>
      <Sample name="gekozen cijfers">
        <SecretYesPage {...beside} secret={{ kind: 'digits', text: '2580' }} />
      </Sample>
      <Sample name="kaart gestopt">
        <EndedCardPage language={language} />
      </Sample>
      <Sample name="kaart op slot">
        <LockedCardPage language={language} />
      </Sample>
    </>
  );
}

/** People by their pictures: all, free ones, one to choose, one with a link. */
export function People({ language }: Shown): VNode {
  const { t } = words(language);
  const frame = sampleFrame(language);
  const newPerson = {
    frame,
    csrf: '',
    translations: ['ar'],
    pictures: some,
    next: 'owl',
    errors: [],
  } as const;
  const cards = some.map((picture, i) => ({
    ...{ id: picture, picture, colour: memberColours[i]!, joinedDay: aDay, isActive: true },
  }));
  const warnings = [{ kind: 'card_secret', at: aMoment }] as const;
  return (
    <>
      <Sample name="mensen">
        <PeoplePage {...{ frame, cards, warnings }} next="owl" timeZone="Europe/Brussels" />
      </Sample>
      <Sample name="vrije tekeningen">
        <NewPicturePage {...{ frame, pictures: some }} csrf="" language={ownCode(language)} next={null} />
      </Sample>
      <Sample name="nieuw lid">
        <NewPersonPage {...newPerson} />
      </Sample>
      <Sample name="nieuw lid, niet juist en open" after={{ '<details ': '<details open ' }}>
        <NewPersonPage {...newPerson} errors={[{ field: 'picture', message: t('errors.choose') }]} />
      </Sample>
      <Sample name="link voor een lid">
        <LinkPage
          {...{ frame, face: foxFace }}
          title="people.link_title"
          url="https://munt.example/l/0123456789ABCDEFGHJKMNPQRS"
          until="10:00"
          back={nowhere}
        />
      </Sample>
    </>
  );
}
