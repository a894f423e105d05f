import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

/**
 * The drawings of a set as text, each made when it is first asked for: they never change, and a page has dozens.
 * @returns what is inside a drawing, for `dangerouslySetInnerHTML`; nothing in it comes from outside
 */
export function drawnOnce<Name extends string>(
  drawings: Readonly<Record<Name, () => VNode>>,
): (name: Name) => { readonly __html: string } {
  const made = new Map<Name, { readonly __html: string }>();
  return (name) => {
    let drawn = made.get(name);
    if (drawn === undefined) {
      drawn = { __html: renderToString(drawings[name]()) };
      made.set(name, drawn);
    }
    return drawn;
  };
}
