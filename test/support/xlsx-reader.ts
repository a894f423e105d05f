import { crc32, inflateRawSync } from 'node:zlib';

/** A cell as a spreadsheet would take it. */
export interface ReadCell {
  readonly kind: 'text' | 'number';
  readonly value: string | number;
  /** How a number is shown, or `@` for a text that stays one. */
  readonly format: string | null;
}

export interface ReadSheet {
  readonly name: string;
  /** By column letter, without those that are empty. */
  readonly rows: ReadonlyArray<ReadonlyMap<string, ReadCell>>;
  readonly widths: readonly number[];
  /** Rows that stay in sight. */
  readonly frozen: number;
  /** Every part of the file, by its path. */
  readonly parts: ReadonlyMap<string, string>;
}

/** Reads a workbook with one sheet, so far as our lists go. @throws Error for anything that is not as it has to be */
export function readXlsx(bytes: Buffer): ReadSheet {
  const parts = unzip(bytes);
  const part = (path: string): string => {
    const found = parts.get(path);
    if (found === undefined) throw new Error(`no ${path}`);
    return found;
  };
  const sheet = part('xl/worksheets/sheet1.xml');
  const texts = elements(part('xl/sharedStrings.xml'), 'si').map(({ inside }) =>
    unescape(elements(inside, 't')[0]!.inside),
  );
  const formats = formatsIn(part('xl/styles.xml'));
  const pane = elements(sheet, 'pane')[0]?.attributes;
  return {
    name: unescape(elements(part('xl/workbook.xml'), 'sheet')[0]!.attributes.name!),
    rows: elements(sheet, 'row').map(({ inside }) => {
      const cells = elements(inside, 'c');
      return new Map(
        cells.map((cell) => [cell.attributes.r!.replace(/\d/g, ''), cellOf(cell, texts, formats)]),
      );
    }),
    widths: elements(sheet, 'col').map(({ attributes }) => Number(attributes.width)),
    frozen: pane?.state === 'frozen' ? Number(pane.ySplit) : 0,
    parts,
  };
}

/** The day that a number is for a spreadsheet, YYYY-MM-DD. */
export function dayOf({ value }: ReadCell): string {
  const dayBeforeFirst = Date.UTC(1899, 11, 30);
  return new Date(dayBeforeFirst + Number(value) * 86_400_000).toISOString().slice(0, 10);
}

function cellOf({ attributes, inside }: Element, texts: string[], formats: (string | null)[]): ReadCell {
  if (/<f[\s>]/.test(inside)) throw new Error(`${attributes.r} is a formula`);
  const said = elements(inside, 'v')[0]!.inside;
  const format = formats[Number(attributes.s ?? 0)] ?? null;
  if (attributes.t === 's') {
    const text = texts[Number(said)];
    if (text === undefined) throw new Error(`${attributes.r} is text ${said} of ${texts.length}`);
    return { kind: 'text', value: text, format };
  }
  const value = Number(said);
  if (attributes.t !== undefined || said === '' || !Number.isFinite(value)) {
    throw new Error(`${attributes.r} is "${said}" of type ${attributes.t}`);
  }
  return { kind: 'number', value, format };
}

/** The number format of each style. */
function formatsIn(styles: string): (string | null)[] {
  const named = elements(styles, 'numFmt').map(
    ({ attributes }) => [attributes.numFmtId!, unescape(attributes.formatCode!)] as const,
  );
  const byId = new Map(named);
  const [all] = elements(styles, 'cellXfs');
  return elements(all!.inside, 'xf').map(({ attributes }) => byId.get(attributes.numFmtId ?? '') ?? null);
}

interface Element {
  readonly attributes: Readonly<Record<string, string>>;
  readonly inside: string;
}

/** The elements of a name that hold none of the same name. */
function elements(xml: string, name: string): Element[] {
  const shape = new RegExp(`<${name}(\\s[^>]*?)?(?:/>|>([\\s\\S]*?)</${name}>)`, 'g');
  return [...xml.matchAll(shape)].map(([, attributes = '', inside = '']) => ({
    attributes: Object.fromEntries(
      [...attributes.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
    ),
    inside,
  }));
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescape(text: string): string {
  const xml = text.replace(/&(\w+);/g, (_, name: string) => entities[name]!);
  return xml.replace(/_x([\da-f]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)));
}

/** The files of a ZIP archive by its central directory, each checked by its sum. */
function unzip(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from('PK\x05\x06'));
  if (end < 0) throw new Error('this is no ZIP archive');
  const files = new Map<string, string>();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error(`no entry at ${at}`);
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const path = bytes.toString('utf8', at + 46, at + 46 + nameLength!);
    const local = bytes.readUInt32LE(at + 42);
    const begin = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(begin, begin + bytes.readUInt32LE(at + 20));
    const plain = bytes.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    if (crc32(plain) !== bytes.readUInt32LE(at + 16)) throw new Error(`${path} is damaged`);
    files.set(path, plain.toString('utf8'));
    at += 46 + nameLength! + extra! + comment!;
  }
  return files;
}
