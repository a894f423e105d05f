import type { ComponentChildren, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';

interface SampleProps {
  /** Which state it is, in a few Dutch words; no other sample of the page has the same. */
  readonly name: string;
  /** A whole page of ours, or parts of one. */
  readonly children: ComponentChildren;
  /** Whether of a page the frame is shown as well. */
  readonly framed?: boolean;
  /** What a script or a finger changes: each text of the page, and what stands there afterwards. */
  readonly after?: Readonly<Record<string, string>>;
}

/** A page or a part of one as it is sent, to look at: nothing in it leads anywhere, posts, speaks or moves by itself. */
export function Sample({ name, children, framed = false, after = {} }: SampleProps): VNode {
  const page = renderToString(<>{children}</>);
  const changed = Object.entries(after).reduce((html, [from, to]) => html.replaceAll(from, to), page);
  const html = withOwnIds(standingStill(insideOf(changed, framed)), name.replace(/\W+/g, '-'));
  return (
    <>
      <h3>
        <bdi lang="nl">{name}</bdi>
      </h3>
      <div class="piece" dangerouslySetInnerHTML={{ __html: html }} />
    </>
  );
}

/** Of a page what is inside its main part, or with the frame all that it shows; of anything else all. */
function insideOf(html: string, framed: boolean): string {
  const [, look, body] = /<body(?: class="([^"]*)")?[^>]*>([^]*)<\/body>/.exec(html) ?? [];
  if (body === undefined) return html;
  const [main, inner] = /<main[^>]*>([^]*)<\/main>/.exec(body) ?? ['', body];
  const column = `<div class="${/^<main[^>]*class="([^"]*)"/.exec(main)?.[1] ?? ''}">${inner}</div>`;
  if (!framed) return column;
  const whole = body.replace(main, () => column).replace(/<svg class="symbols"[^]*?<\/svg>/, '');
  return `<div class="${look ?? ''}">${whole}</div>`;
}

/** What only comes when something came, and a field beside the big button that fills it. */
const staysHidden = / data-came=|^<div hidden>/;
const tags = /<[a-z](?:[^>"]|"[^"]*")*>/g;

/** Without what scripts take hold of; what waits for them is there, as it is where they run. */
function standingStill(html: string): string {
  return html
    .replace(/<(script|noscript)\b[^]*?<\/\1>|<link\b[^>]*>/g, '')
    .replace(/"\/drawings\/[^"]*"/g, '"/assets/icon-192.png"')
    .replace(tags, (tag) =>
      (staysHidden.test(tag) ? tag : tag.replace(/ hidden(?=[ >/])/, ''))
        .replace(/ data-(?!record\b)[\w-]+(?:="[^"]*")?/g, '')
        .replace(/ autofocus(?=[ >/])/, '')
        .replace(/^(<a\b.*? href=)"[^#"]*"/s, '$1"#main"')
        .replace(/ (action)="[^"]*"/, ' $1="#main"')
        .replace(' method="post"', ' method="get"'),
    );
}

/** The same part stands on the page several times, in several states. */
function withOwnIds(html: string, name: string): string {
  const ids = new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id!));
  const own = (list: string): string =>
    list
      .split(' ')
      .map((id) => (ids.has(id) ? `${id}-${name}` : id))
      .join(' ');
  return html
    .replace(/ (id|for|aria-labelledby|aria-describedby)="([^"]*)"/g, (_, what, list: string) => {
      return ` ${String(what)}="${own(list)}"`;
    })
    .replace(/"#([\w-]+)"/g, (_, id: string) => `"#${own(id)}"`)
    .replace(/url\(#([\w-]+)\)/g, (_, id: string) => `url(#${own(id)})`)
    .replace(/(<input\b[^>]*type="radio"[^>]* name=")([^"]*)"/g, `$1$2-${name}"`);
}
