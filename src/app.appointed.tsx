import type { VNode } from 'preact';
import type { Helping, HelpPlace } from './app.appointments.js';
import { PersonFace } from './app.founded.js';
import type { Frame } from './app.visitors.js';
import type { Face } from './communities/faces.js';
import { words } from './languages/languages.js';
import { Confirm, CsrfField, PictureButton, PictureButtons } from './web/forms.js';
import { iconNames } from './web/icons.js';
import { Page } from './web/page.js';
import { Card, Lead, StateMark } from './web/parts.js';

interface PersonProps {
  readonly frame: Frame;
  readonly csrf: string;
  readonly face: Face;
}

/** One member: enough to see that it is the right one, the button for a link, and where they help. */
export function PersonPage(props: PersonProps & { readonly helping: readonly Helping[] }): VNode {
  const { frame, csrf, face, helping } = props;
  const { t } = words(frame.language);
  const path = helperPath(face);
  return (
    <Page {...frame} back="/people" title={t('people.title')} ear={{ sentence: t('people.added') }}>
      <Card>
        <h1 class="centre">{t('people.added')}</h1>
        <PersonFace face={face} language={frame.language} />
      </Card>
      <form method="post" action={`/people/${face.partyId}/link`}>
        <CsrfField token={csrf} />
        <PictureButton icon="key" label={t('people.make_link')} look="main" />
      </form>
      {helping.map(({ mandateId, name }) => (
        <section key={mandateId} class="stacked">
          <StateMark state="good">{t('people.helps_at', { group: name })}</StateMark>
          <PictureButtons>
            <PictureButton icon="no" label={t('people.helper_end')} href={`${path}/${mandateId}`} />
          </PictureButtons>
        </section>
      ))}
      <PictureButtons>
        <PictureButton icon="helper" label={t('people.make_helper')} href={path} />
      </PictureButtons>
    </Page>
  );
}

/** The groups to choose from; what to do where there is none. */
export function HelpPlacesPage(props: PersonProps & { readonly places: readonly HelpPlace[] }): VNode {
  const { frame, face, places } = props;
  const { t } = words(frame.language);
  const sentence = t(places.length === 0 ? 'people.helper_no_group' : 'people.helper_where');
  return (
    <Asked {...props} sentence={sentence}>
      <PictureButtons>
        {places.map(({ id, name, picture }) => (
          <PictureButton
            key={id}
            icon={iconNames.find((each) => each === picture) ?? 'group'}
            label={name}
            href={`${helperPath(face)}?group=${id}`}
          />
        ))}
      </PictureButtons>
    </Asked>
  );
}

export function AppointPage(props: PersonProps & { readonly place: HelpPlace }): VNode {
  const { frame, csrf, face, place } = props;
  const { language } = frame;
  const { t } = words(language);
  return (
    <Asked {...props} sentence={t('people.helper_sure', { group: place.name })} more={t('people.helper_can')}>
      <Confirm
        {...{ language, csrf }}
        action={helperPath(face)}
        values={{ group: place.id }}
        noHref={personPath(face)}
      />
    </Asked>
  );
}

export function StopHelpingPage(props: PersonProps & { readonly helping: Helping }): VNode {
  const { frame, csrf, face, helping } = props;
  const { language } = frame;
  const { t } = words(language);
  return (
    <Asked {...props} sentence={t('people.helper_end_sure', { group: helping.name })}>
      <Confirm
        {...{ language, csrf }}
        action={`${helperPath(face)}/${helping.mandateId}/end`}
        noHref={personPath(face)}
      />
    </Asked>
  );
}

function Asked(
  props: PersonProps & { sentence: string; more?: string; children: VNode | readonly VNode[] },
): VNode {
  const { frame, face, sentence, more, children } = props;
  const { t } = words(frame.language);
  return (
    <Page {...frame} back={personPath(face)} title={t('people.title')} ear={{ sentence }}>
      <Card>
        <PersonFace face={face} language={frame.language} />
        <Lead icon="helper" title={sentence}>
          {more !== undefined && <p>{more}</p>}
        </Lead>
      </Card>
      {children}
    </Page>
  );
}

/** For a steward who does not help themselves: what to do first. */
export function NoHelperYetPage({ frame, me }: { readonly frame: Frame; readonly me: string }): VNode {
  const { t } = words(frame.language);
  const sentence = `${t('helping.not_yet')} ${t('helping.not_yet_more')}`;
  return (
    <Page {...frame} back="/" title={t('helping.title')} ear={{ sentence }}>
      <Card>
        <Lead icon="helper" title={t('helping.not_yet')}>
          <p>{t('helping.not_yet_more')}</p>
        </Lead>
      </Card>
      <PictureButtons>
        <PictureButton icon="helper" label={t('helping.become')} href={`/people/${me}/helper`} look="main" />
        <PictureButton icon="person" label={t('helping.other')} href="/people" />
      </PictureButtons>
    </Page>
  );
}

function personPath({ partyId }: Face): string {
  return `/people/${partyId}`;
}

function helperPath(face: Face): string {
  return `${personPath(face)}/helper`;
}
