import type { ComponentChildren, VNode } from 'preact';
import type { AnyLanguage } from '../languages/languages.js';
import { AmountView, type ShownAmount } from './amounts.js';
import { Icon, type IconName } from './icons.js';
import { MemberPicture } from './pictures.js';

/** A sheet of paper on the page. */
export function Card({ children, label }: { children: ComponentChildren; label?: string }): VNode {
  return (
    <section class="card" aria-label={label}>
      {children}
    </section>
  );
}

/** The page's one sentence, with a big drawing above it. */
export function Lead(props: { icon?: IconName; title: string; children?: ComponentChildren }): VNode {
  return (
    <div class="lead">
      {props.icon !== undefined && (
        <span class="plate huge">
          <Icon name={props.icon} />
        </span>
      )}
      <h1>{props.title}</h1>
      {props.children}
    </div>
  );
}

/** Someone as the other sees them: a member by picture and colour, a group or shop by its drawing. */
export type Face =
  | { readonly kind: 'member'; readonly name: string; readonly picture: string; readonly colour: string }
  | { readonly kind: 'other'; readonly name: string; readonly icon: IconName; readonly place?: string };

export function FaceView({ face, caption }: { face: Face; caption?: string }): VNode {
  return (
    <span class="face">
      {caption !== undefined && <span class="caption">{caption}</span>}
      {face.kind === 'member' ? (
        <MemberPicture {...face} size="big" decorative />
      ) : (
        <span class="plate face-plate">
          <Icon name={face.icon} />
        </span>
      )}
      <bdi class="face-name">{face.name}</bdi>
      {face.kind === 'other' && face.place !== undefined && <bdi class="place">{face.place}</bdi>}
    </span>
  );
}

/** Who gives what to whom: a picture, an arrow with the amount, a picture (U24). */
export function Handover(props: {
  readonly language: AnyLanguage;
  readonly from: Face;
  readonly to: Face;
  readonly amount: ShownAmount | null;
  readonly fromCaption?: string;
  readonly toCaption?: string;
}): VNode {
  return (
    <div
      class={
        props.fromCaption === undefined && props.toCaption === undefined ? 'handover' : 'handover captioned'
      }
    >
      <FaceView face={props.from} caption={props.fromCaption} />
      <span class="handover-arrow">
        <Icon name="arrow" mirror />
      </span>
      <FaceView face={props.to} caption={props.toCaption} />
      {props.amount !== null && (
        <div class="handover-amount">
          <AmountView {...props.amount} language={props.language} />
        </div>
      )}
    </div>
  );
}

/** How something stands: a drawing, a colour and a sentence, which may be what the page is about. */
export function StateMark({
  state,
  heading = false,
  done = false,
  children,
}: {
  state: 'good' | 'undone' | 'waiting' | 'unknown';
  heading?: boolean;
  /** It worked just now: the coins move once, and it sounds where a form was sent by hand (U26). */
  done?: boolean;
  children: ComponentChildren;
}): VNode {
  const icon = ({ good: 'yes', undone: 'given_back', waiting: 'later', unknown: 'look' } as const)[state];
  const plate = (
    <span class="plate">
      <Icon name={icon} />
    </span>
  );
  return heading ? (
    <div class={`state ${state}`} data-done={done ? '' : undefined}>
      {plate}
      <h1>{children}</h1>
    </div>
  ) : (
    <p class={`state ${state}`} data-done={done ? '' : undefined}>
      {plate}
      <strong>{children}</strong>
    </p>
  );
}

export interface Fact {
  readonly name: string;
  readonly value: ComponentChildren;
  readonly icon?: IconName;
}

/** Name and value, line by line. */
export function Facts({ facts }: { facts: readonly Fact[] }): VNode {
  return (
    <dl class="facts">
      {facts.map(({ name, value, icon }) => (
        <div key={name}>
          <dt>
            {icon !== undefined && <Icon name={icon} />}
            <span>{name}</span>
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Figures side by side, for treasurers: have, in, out, over. */
export function Tiles({ children }: { children: ComponentChildren }): VNode {
  return <div class="tiles">{children}</div>;
}

export function Tile(props: {
  name: string;
  look?: 'in' | 'out' | 'have';
  children: ComponentChildren;
}): VNode {
  return (
    <section class={`tile ${props.look ?? ''}`}>
      <h2>{props.name}</h2>
      {props.children}
    </section>
  );
}

/**
 * A table that scrolls by itself on a narrow screen, also with the keyboard. With the class `stack` on the table its
 * lines fold there instead: cells of class `number` at the end, the others under each other at the start. A row of class `undone` is struck through, but for its cell of class `after`.
 */
export function TableBox({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    <div class="table-box" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** How far one is: at most four dots (U21). */
export function Progress({ step, of, label }: { step: number; of: number; label: string }): VNode {
  return (
    <p class="progress" role="img" aria-label={`${label} ${step}/${of}`}>
      {Array.from({ length: of }, (_, i) => (
        <span key={i} class={i < step ? 'dot done' : 'dot'} />
      ))}
    </p>
  );
}
