import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fastifyMaker from 'fastify';
import jsQR from 'jsqr';
import { renderToString } from 'preact-render-to-string';
import type { AnyLanguage } from '../../src/languages/languages.js';
import { amountFigure, amountInWords, amountText, AmountView, coinsFor } from '../../src/web/amounts.js';
import { assetPath, registerAssets } from '../../src/web/assets.js';
import { dayWords, momentWords, timeWords } from '../../src/web/dates.js';
import {
  ExpiredLinkPage,
  NotFoundPage,
  RefusedPage,
  ServerErrorPage,
  UsedLinkPage,
} from '../../src/web/errors.js';
import { Choices, Confirm, ErrorSummary, Field, PictureButton } from '../../src/web/forms.js';
import { Icon, iconNames, reasonIcon } from '../../src/web/icons.js';
import { registerLanguageChoice } from '../../src/web/language-choice.js';
import { numberInWords } from '../../src/languages/numbers.js';
import { Page, renderPage } from '../../src/web/page.js';
import { Card, Facts, Handover, StateMark } from '../../src/web/parts.js';
import {
  colourWord,
  memberColours,
  MemberPicture,
  memberPictures,
  pictureWord,
} from '../../src/web/pictures.js';
import { QrCode, qrSvg } from '../../src/web/qr.js';
import { siteCss } from '../../src/web/site.css.js';
import { reasons } from '../../src/ledger/order.js';

const hostile = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;
const hours = (amount: bigint) => ({ amount, scale: 2, unit: 'hour' }) as const;

/** The one script of every page, which is served as a file of ours. */
const ownScript = /<script defer src="\/assets\/site\.[\w-]+\.js"><\/script>/;

function fullPage(language: AnyLanguage, name = 'Jef', amount = 1225n): string {
  const face = { kind: 'member', name, picture: 'fox', colour: 'blue' } as const;
  const errors = [{ field: 'code', message: name }];
  return renderPage(
    <Page
      language={language}
      title="Klopt dit?"
      actor={{ picture: 'cat', colour: 'red', name }}
      community={name}
      back="/"
      here="/pay?x=1&y=2"
      finish={{ action: '/finish', csrf: name }}
      ear={{ sentence: name, amount: name, choices: [name] }}
    >
      <ErrorSummary language={language} errors={errors} />
      <Card label={name}>
        <Handover
          language={language}
          from={face}
          to={{ kind: 'other', name, icon: 'shop', place: name }}
          amount={hours(amount)}
        />
        <Facts facts={[{ name, value: name }]} />
        <StateMark state="good">{name}</StateMark>
        <QrCode text="HTTPS://MUNT.STAD.BE/R/ABCDEFGHJKMNPQRS" label={name} />
      </Card>
      <Field name="code" label={name} hint={name} value={name} errors={errors} />
      <Choices
        name="kind"
        legend={name}
        choices={[{ value: name, label: name, hint: name }]}
        errors={errors}
      />
      <PictureButton icon="pay" label={name} hint={name} href="/pay" />
      <Confirm language={language} action="/pay" csrf={name} values={{ code: name }} noHref="/" />
    </Page>,
  );
}

describe('a page', () => {
  it('has the language, the direction, a title, and words and pictures in the same places', () => {
    const html = fullPage('nl');
    expect(html).toMatch(/^<!doctype html>\n<html lang="nl" dir="ltr">/);
    expect(html).toContain('<title>Samen</title>');
    expect(html).toContain(`href="${assetPath('site.css')}"`);
    expect(html).toMatch(/class="skip" href="#main"/);
    expect(fullPage('ar')).toContain('<html lang="ar" dir="rtl">');
  });

  it('writes out hostile text as text, wherever it comes in', () => {
    const html = fullPage('nl', hostile).replace(ownScript, '');
    expect(html).not.toMatch(/<script|<img/i);
    expect(html).toContain('&lt;script');
    expect(html.match(/<input[^>]*name="code"[^>]*>/)?.[0]).toContain('value="&quot;>');
  });

  it('has no script but the one file, no style and no handler of its own, and asks nothing of others', () => {
    const html = fullPage('fr', 'Jef', 99n * 100n).replace(ownScript, '');
    expect(html).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
    expect(
      [...html.matchAll(/(?:src|href|action)="([^"]*)"/g)].filter(([, to]) => /^(https?:)?\/\//.test(to!)),
    ).toEqual([]);
  });

  it('is under 50 kB together with its style sheet and icon, with the most coins drawn', () => {
    expect(Buffer.byteLength(fullPage('nl', 'Jef', 99_975n) + siteCss)).toBeLessThan(50_000);
  });

  it('hides the ear until a script can speak, and keeps what it says', () => {
    expect(fullPage('nl')).toMatch(/<button type="button" class="corner ear" hidden[^>]*data-sentence="Jef"/);
  });
});

describe('amounts', () => {
  it('draws 12 as two rows of five and one of two', () => {
    const html = renderToString(<AmountView {...hours(1200n)} language="nl" />);
    const rows = html
      .split('class="coin-row"')
      .slice(1)
      .map((row) => row.split('#coin-hour').length - 1);
    expect(rows).toEqual([5, 5, 2]);
    expect(html).toContain('<span class="sr">twaalf uur</span>');
    expect(html).toContain('<bdi class="figure">12</bdi>');
  });

  it.each([
    [25n, { sacks: 0, piles: 0, loose: 0, slice: 'quarter' }],
    [2000n, { sacks: 0, piles: 0, loose: 20, slice: null }],
    [2300n, { sacks: 0, piles: 2, loose: 3, slice: null }],
    [1250n, { sacks: 0, piles: 0, loose: 12, slice: 'half' }],
    [12375n, { sacks: 1, piles: 2, loose: 3, slice: 'three_quarters' }],
    [100_000n, { sacks: 0, piles: 0, loose: 0, slice: null }],
    [-300n, { sacks: 0, piles: 0, loose: 3, slice: null }],
  ])('counts the coins of %s', (amount, coins) => {
    expect(coinsFor(amount, 2)).toEqual(coins);
  });

  it.each([
    ['nl', 25n, '¼', 'een kwartier'],
    ['nl', 150n, '1½', 'één uur en een half'],
    ['nl', 1200n, '12', 'twaalf uur'],
    ['nl', 0n, '0', 'nul uur'],
    ['nl', 1210n, '12,1', '12,1 uur'],
    ['nl', 901_000n, '9.010', '9.010 uur'],
    ['fr', 2100n, '21', 'vingt et une heures'],
    ['fr', 175n, '1¾', 'une heure et trois quarts'],
    ['en', 200n, '2', 'two hours'],
    ['en', 1210n, '12.1', '12.1 hours'],
    ['ar', 300n, '3', '\u20683\u2069 ساعات'],
  ] as const)('says in %s that %s is %s: %s', (language, amount, figure, said) => {
    expect(amountFigure(hours(amount), language)).toBe(figure);
    expect(amountInWords(hours(amount), language)).toBe(said);
  });

  it('keeps every digit of the greatest amount', () => {
    expect(amountText({ amount: 9007199254740991n, scale: 3, unit: 'coin' }, 'en')).toBe(
      '9,007,199,254,740.991 coins',
    );
  });

  it('gives long figures smaller type', () => {
    const drawn = [9900n, 123_456n, 3_011_244_731n].map((amount) =>
      renderToString(<AmountView {...hours(amount)} language="nl" />),
    );
    expect(drawn.map((html) => /<bdi class="([^"]*)"/.exec(html)![1])).toEqual([
      'figure',
      'figure long',
      'figure longest',
    ]);
  });

  it('says below zero as still to give, with an arrow out and no minus sign', () => {
    const html = renderToString(<AmountView {...hours(-150n)} language="nl" />);
    expect(html).toContain('nog te geven');
    expect(html).toContain('class="amount big out owed"');
    expect(html).not.toMatch(/[-−]1/);
  });
});

describe('numbers in words', () => {
  it('are 100 different ones in each language', () => {
    for (const language of ['nl', 'fr', 'en'] as const) {
      expect(new Set(Array.from({ length: 100 }, (_, n) => numberInWords(n, language))).size).toBe(100);
    }
  });

  it.each([
    [1, 'één', 'une', 'one'],
    [14, 'veertien', 'quatorze', 'fourteen'],
    [21, 'eenentwintig', 'vingt et une', 'twenty-one'],
    [22, 'tweeëntwintig', 'vingt-deux', 'twenty-two'],
    [33, 'drieëndertig', 'trente-trois', 'thirty-three'],
    [48, 'achtenveertig', 'quarante-huit', 'forty-eight'],
    [70, 'zeventig', 'septante', 'seventy'],
    [80, 'tachtig', 'quatre-vingts', 'eighty'],
    [81, 'eenentachtig', 'quatre-vingt-une', 'eighty-one'],
    [91, 'eenennegentig', 'nonante et une', 'ninety-one'],
    [99, 'negenennegentig', 'nonante-neuf', 'ninety-nine'],
  ])('say %s', (n, nl, fr, en) => {
    expect([numberInWords(n, 'nl'), numberInWords(n, 'fr'), numberInWords(n, 'en')]).toEqual([nl, fr, en]);
  });

  it('end at 99', () => {
    expect([-1, 100, 1.5].map((n) => numberInWords(n, 'nl'))).toEqual([undefined, undefined, undefined]);
  });
});

describe('pictures', () => {
  it('are at least 60, each drawn, each different, each with a word of its own', () => {
    expect(memberPictures.length).toBeGreaterThanOrEqual(60);
    const drawn = memberPictures.map((picture) =>
      renderToString(<MemberPicture picture={picture} colour="red" name="x" />),
    );
    expect(new Set(drawn).size).toBe(memberPictures.length);
    for (const language of ['nl', 'fr', 'en', 'ar'] as const) {
      expect(new Set(memberPictures.map((picture) => pictureWord(picture, language))).size).toBe(
        memberPictures.length,
      );
      expect(new Set(memberColours.map((colour) => colourWord(colour, language))).size).toBe(12);
    }
  });

  it('draw an unknown picture and colour plainly, also under the names every object has', () => {
    const html = renderToString(<MemberPicture picture="constructor" colour="toString" name={hostile} />);
    expect(html).not.toContain('<script');
    expect(html).toContain('stroke="#4d5760"');
    expect(pictureWord('constructor', 'nl')).toBe('iemand');
  });

  it('exist for every pictogram and every reason', () => {
    const drawn = iconNames.map((name) => renderToString(<Icon name={name} />));
    expect(drawn.filter((svg) => !/<(path|circle|rect)/.test(svg))).toEqual([]);
    expect(new Set(drawn).size).toBe(iconNames.length);
    expect(reasons.map(reasonIcon).filter((name) => !iconNames.includes(name))).toEqual([]);
  });
});

type ReadQr = (pixels: Uint8ClampedArray, width: number, height: number) => { data: string } | null;
/** The package's own types and its file differ about where the function is. */
const readQr = (jsQR as unknown as { default?: ReadQr }).default ?? (jsQR as unknown as ReadQr);

describe('QR codes', () => {
  function readBack(svg: string): string | undefined {
    const side = Number(/viewBox="0 0 (\d+)/.exec(svg)![1]);
    const pixels = new Uint8ClampedArray(side * side * 16 * 4).fill(255);
    for (const [, x, y, run] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g)) {
      for (let py = Number(y) * 4; py < Number(y) * 4 + 4; py++) {
        const start = (py * side * 4 + Number(x) * 4) * 4;
        for (let px = 0; px < Number(run) * 4; px++) pixels.fill(0, start + px * 4, start + px * 4 + 3);
      }
    }
    return readQr(pixels, side * 4, side * 4)?.data;
  }

  it.each(['HTTPS://MUNT.STAD.BE/R/ABCDEFGHJKMNPQRS', 'https://munt.example/v/a-b_c', 'é'])(
    'are read back: %s',
    (text) => {
      expect(readBack(renderToString(<QrCode text={text} level="Q" label="code" />))).toBe(text);
      expect(readBack(qrSvg(text))).toBe(text);
    },
  );

  it('are small for capitals and have four white modules around', () => {
    expect(qrSvg('HTTPS://MUNT.STAD.BE/V/ABCDEFGHJKMNPQRS', 'Q')).toContain('viewBox="0 0 37 37"');
    expect(Math.min(...[...qrSvg('A').matchAll(/M(\d+) (\d+)h/g)].map(([, x]) => Number(x)))).toBe(4);
  });

  it('write out hostile labels as text', () => {
    expect(renderToString(<QrCode text="A" label={hostile} />)).not.toContain('<script');
  });
});

describe('kind pages', () => {
  it('say for a lack of coin what is possible, without an alarm or the amount', () => {
    const ways = [{ icon: 'pot', label: 'Vraag het aan de pot.', href: '/pot' }] as const;
    const html = renderPage(<RefusedPage language="nl" code="not_enough" ways={ways} />);
    for (const words of ['Je hebt nu te weinig.', 'Dat is niet erg.', 'Dit kan je doen:', 'href="/pot"']) {
      expect(html).toContain(words);
    }
  });

  it('have words for every other refusal, and for one that nobody knows', () => {
    expect(renderPage(<RefusedPage language="fr" code="over_day_limit" />)).toContain('trop pour aujourd');
    expect(renderPage(<RefusedPage language="nl" code={hostile} />)).toContain('Dit kan nu niet.');
  });

  it('always show a way on', () => {
    for (const Each of [NotFoundPage, UsedLinkPage, ExpiredLinkPage, ServerErrorPage]) {
      expect(renderPage(<Each language="en" />)).toMatch(/class="picture-button main" href="\/"/);
    }
  });
});

describe('forms', () => {
  const errors = [{ field: 'amount', message: 'Vul dit in.' }];

  it('say a mistake in the same words at the top and at the field, and link them', () => {
    const summary = renderToString(<ErrorSummary language="nl" errors={errors} />);
    const field = renderToString(<Field name="amount" label="Hoeveel" errors={errors} />);
    expect(summary).toContain('<a href="#field-amount">Vul dit in.</a>');
    expect(field).toMatch(/id="field-amount-error">Vul dit in\.<.*id="field-amount"/s);
    expect(field).toMatch(/aria-invalid="true"[^>]*aria-describedby="field-amount-error"/);
  });

  it('put No first and Yes last, in one form, with nothing chosen beforehand', () => {
    const html = renderToString(
      <Confirm language="nl" action="/pay" csrf="c" noHref="/" values={{ order: '1' }} />,
    );
    expect(html.indexOf('Nee')).toBeLessThan(html.indexOf('Ja'));
    expect(html).not.toContain('autofocus');
    expect(html).toContain('name="_csrf" value="c"');
  });
});

describe('the style sheet', () => {
  it('knows start and end only, never left and right (U18)', () => {
    expect(
      siteCss.match(/\b(margin|padding|border|inset)?-?(left|right)\s*:|:\s*(left|right)\b|float/)?.[0],
    ).toBeUndefined();
    expect(
      siteCss.match(/\b(margin|padding):\s*[^\s;}]+ [^\s;}]+ [^\s;}]+ [^\s;}]+[;}]/)?.[0],
    ).toBeUndefined();
    expect(siteCss.match(/@import|url\((?!\/assets\/font-)/)?.[0]).toBeUndefined();
  });

  it.each([
    ['light', 0],
    ['dark', 1],
  ])('has 7:1 for text, amounts and buttons, in %s', (_, nth) => {
    const colour = (name: string): string => {
      const found = [...siteCss.matchAll(new RegExp(`--${name}:\\s*(#[0-9a-f]{6});`, 'g'))];
      return (found[nth] ?? found[0])![1]!;
    };
    const pairs = [
      'ink card',
      'ink paper',
      'ink paper-deep',
      'soft card',
      'soft paper',
      'on-main main',
      'in card',
      'out card',
      'bad card',
      'link paper',
    ];
    const low = pairs.filter((pair) => {
      const [front, back] = pair.split(' ').map((name) => light(colour(name)));
      return (
        (Math.max(front!, back!) + 0.05) / (Math.min(front!, back!) + 0.05) <
        (pair.startsWith('soft') ? 4.5 : 7)
      );
    });
    expect(low).toEqual([]);
  });

  /** Relative luminance (WCAG 2.2). */
  function light(hex: string): number {
    const [r, g, b] = [1, 3, 5].map((i) => {
      const value = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
  }
});

describe('served files', () => {
  it('come from memory, for a year, under a name with their hash', async () => {
    const fastify = fastifyMaker();
    registerAssets(fastify);
    const css = await fastify.inject(assetPath('site.css'));
    expect([css.statusCode, css.body, css.headers['content-type']]).toEqual([
      200,
      siteCss,
      'text/css; charset=utf-8',
    ]);
    expect(css.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await fastify.inject(assetPath('icon.svg'))).headers['content-type']).toBe('image/svg+xml');
    const asked = { url: assetPath('site.css'), headers: { 'accept-encoding': 'br, gzip' } };
    const packed = await fastify.inject(asked);
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.rawPayload).toString()).toBe(siteCss);
    expect((await fastify.inject('/assets/site.0.css')).statusCode).toBe(404);
    await fastify.close();
  });

  it.each([
    ['/language/fr?to=%2Fpay%3Fx%3D1', '/pay?x=1', true],
    ['/language/ar?to=%2F', '/', true],
    ['/language/xx?to=%2F', '/', false],
    ['/language/nl+fr?to=%2F', '/', true],
    ['/language/nl+ar?to=%2F', '/', false],
    ['/language/nl?to=https%3A%2F%2Felsewhere.example', '/', true],
    ['/language/nl?to=%2F%2Felsewhere.example', '/', true],
    ['/language/nl?to=%2F%5Celsewhere.example', '/', true],
    ['/language/nl?to=%2F.%2F%2Felsewhere.example', '/', true],
    ['/language/nl?to=%2Fx%2F..%2F%2Felsewhere.example', '/', true],
    ['/language/nl?to=%2Fx%0d%0aSet-Cookie:a', '/', true],
    ['/language/nl?to=%2Fa&to=%2Fb', '/', true],
    ['/language/nl', '/', true],
  ])('a chosen language is kept and leads back to this server only: %s', async (url, location, kept) => {
    const fastify = fastifyMaker();
    registerLanguageChoice(fastify);
    const answer = await fastify.inject(url);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, location]);
    expect(answer.headers['set-cookie'] !== undefined).toBe(kept);
    await fastify.close();
  });
});

describe('dates', () => {
  it('are said in the language and the time zone of the community', () => {
    const instant = Date.UTC(2026, 6, 1, 22, 30);
    expect(timeWords(instant, 'nl', 'Europe/Brussels')).toBe('00:30');
    expect(momentWords(instant, 'nl', 'Europe/Brussels')).toContain('2 juli 2026');
    expect(dayWords('2026-11-22', 'fr')).toBe('dimanche 22 novembre 2026');
    expect(dayWords('2026-11-22', 'ar')).toMatch(/22.*2026/);
    expect(() => dayWords('2026-11', 'nl')).toThrow(RangeError);
  });
});
