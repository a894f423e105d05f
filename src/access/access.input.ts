import {
  CodeField,
  IdField,
  InstantField,
  ListField,
  NestedField,
  TextField,
  WholeField,
} from '../api/fields.js';
import { codeKind, textKind } from '../api/kinds.js';
import { PageOf, PageQuery } from '../api/paging.js';
import { roles, scopes, type Actor, type Mandate, type Role, type Scope } from './actor.js';
import type { AuditLine, WaysIn } from './audit.service.js';
import { guessKinds, type Alarm, type GuessKind } from './guesses.service.js';
import type { SignInLink } from './links.service.js';
import type { ApiToken } from './tokens.service.js';

/** A community as an address names it. Whether there is one is not told to those who are not in it. */
export const communityKind = textKind({ max: 40 });

const grantable = Object.keys(roles).filter((role) => role !== 'operator');

/** What comes in and goes out of this room's doors for programs. Instants are in UTC (RFC 3339). */
export class MandateInput {
  @IdField({ about: 'The person who gets it.' })
  actorId!: string;

  @CodeField(grantable)
  role!: Exclude<Role, 'operator'>;

  @IdField({ nullable: true, optional: true, about: 'The party to act for; none for a steward.' })
  partyId?: string | null;

  @InstantField({ nullable: true, optional: true, about: 'From then on it is over; a checker needs one.' })
  until?: number | null;
}

export class MandateView {
  @IdField()
  id!: string;

  @TextField({ max: 40, nullable: true, about: 'None for an operator of the server.' })
  communityId!: string | null;

  @IdField()
  actorId!: string;

  @CodeField(Object.keys(roles), { name: 'Role' })
  role!: string;

  @IdField({ nullable: true })
  partyId!: string | null;

  @InstantField()
  from!: string;

  @InstantField({ nullable: true })
  until!: string | null;

  static of(mandate: Mandate): MandateView {
    const { id, communityId, actorId, role, partyId } = mandate;
    return {
      id,
      communityId,
      actorId,
      role,
      partyId,
      from: said(mandate.from),
      until: saidOrNull(mandate.until),
    };
  }
}

export class MandatePage extends PageOf(MandateView) {}

export class MandateQuery extends PageQuery {
  @IdField({ optional: true, about: 'Only those for this party.' })
  partyId?: string;
}

export class MeView {
  @TextField({ max: 40 })
  id!: string;

  @CodeField(['person', 'token', 'operator', 'system'])
  kind!: string;

  @TextField({ max: 40, nullable: true })
  communityId!: string | null;

  @ListField(codeKind(scopes), {
    max: scopes.length,
    nullable: true,
    about: 'Null for all that the mandates allow.',
  })
  scopes!: readonly string[] | null;

  @ListField(() => MandateView, { max: 100 })
  mandates!: MandateView[];

  static of({ id, kind, communityId, scopes, mandates }: Actor): MeView {
    return { id, kind, communityId, scopes: scopes && [...scopes], mandates: mandates.map(MandateView.of) };
  }
}

export class WayInView {
  @InstantField()
  at!: string;

  @TextField({ max: 40, about: 'Who made it.' })
  actorId!: string;

  @TextField({ max: 20 })
  actorKind!: string;
}

export class WaysInView {
  @WholeField({ min: 0 })
  count!: number;

  @NestedField(() => WayInView, { nullable: true, about: 'The newest.' })
  last!: WayInView | null;

  static of({ count, last }: WaysIn): WaysInView {
    return { count, last: last && { ...last, at: said(last.at) } };
  }
}

export class SignInLinkView {
  @IdField()
  id!: string;

  @TextField({ max: 500, about: 'Opens one session, once. Shown only here.' })
  url!: string;

  @InstantField()
  expiresAt!: string;

  static of({ linkId, url, expiresAt }: SignInLink): SignInLinkView {
    return { id: linkId, url, expiresAt: said(expiresAt) };
  }
}

export class TokenInput {
  @ListField(codeKind(scopes), { min: 1, max: scopes.length })
  scopes!: Scope[];

  @InstantField({ about: 'At most a year away.' })
  expiresAt!: number;

  @TextField({ max: 40, about: 'What it is for.' })
  label!: string;
}

export class TokenView {
  @IdField()
  id!: string;

  @TextField({ max: 40 })
  label!: string;

  @ListField(codeKind(scopes), { max: scopes.length })
  scopes!: readonly string[];

  @TextField({ max: 4 })
  lastFour!: string;

  @InstantField()
  madeAt!: string;

  @InstantField()
  expiresAt!: string;

  @InstantField({ nullable: true })
  revokedAt!: string | null;

  static of(token: ApiToken): TokenView {
    const { tokenId: id, label, scopes, lastFour } = token;
    const { madeAt, expiresAt, revokedAt } = token;
    const when = { madeAt: said(madeAt), expiresAt: said(expiresAt), revokedAt: saidOrNull(revokedAt) };
    return { id, label, scopes, lastFour, ...when };
  }
}

export class TokenPage extends PageOf(TokenView) {}

export class NewTokenView {
  @TextField({ max: 60, about: 'Shown only here.' })
  token!: string;

  @NestedField(() => TokenView)
  made!: TokenView;
}

export class AuditQuery extends PageQuery {
  @IdField({ optional: true, about: 'Only what is about this party.' })
  partyId?: string;
}

export class AuditView {
  @IdField()
  id!: string;

  @InstantField()
  at!: string;

  @TextField({ max: 40 })
  actorId!: string;

  @TextField({ max: 20 })
  actorKind!: string;

  @TextField({ max: 40 })
  act!: string;

  @TextField({ max: 20 })
  subjectKind!: string;

  @TextField({ max: 60 })
  subjectId!: string;

  static of(line: AuditLine): AuditView {
    return { ...line, at: said(line.at) };
  }
}

export class AlarmView {
  @IdField()
  id!: string;

  @CodeField(guessKinds, { about: 'What somebody seems to be guessing.' })
  kind!: GuessKind;

  @InstantField()
  at!: string;

  @TextField({ max: 40 })
  actorId!: string;

  static of(alarm: Alarm): AlarmView {
    return { ...alarm, at: said(alarm.at) };
  }
}

export class AlarmListView {
  @ListField(() => AlarmView, { max: 50 })
  items!: AlarmView[];
}

export class AuditPageView extends PageOf(AuditView) {}

function said(ms: number): string {
  return new Date(ms).toISOString();
}

function saidOrNull(ms: number | null): string | null {
  return ms === null ? null : said(ms);
}
