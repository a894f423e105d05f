import type { NamedOperation, OpenApiDocument, Schema } from './openapi.checks.js';

/** One request as it is sent. */
export interface Sending {
  readonly name: string;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload?: string;
  /** The code that has to be answered, where it is sure. */
  readonly code?: string;
}

/** The ids that a request is about. */
export interface Ids {
  /** For a parameter of a path, such as `id` of `/payment-codes/{id}`. */
  path(name: string, path: string): string;
  /** For a field or a parameter of the query, by its name. */
  field(name: string): string;
}

const json = { 'content-type': 'application/json' };
const orderId = '01900000-0000-7000-8000-0000000000aa';
const listsMost = 10_000;

/** What fits nowhere, and what only fits where the schema says so. */
const values: ReadonlyArray<readonly [string, unknown]> = [
  ['a huge text', 'x'.repeat(50_000)],
  ['control characters', 'a\u0000b\u001b[2J'],
  ['half a character', 'a\ud800'],
  ['a text that turns around', 'a\u202eb'],
  ['an empty text', ''],
  ['2^53', 2 ** 53],
  ['-2^63', -(2 ** 63)],
  ['-1', -1],
  ['1.5', 1.5],
  ['1e300', 1e300],
  ['digits', '7'],
  ['true', true],
  ['null', null],
  ['an object', { toString: 1, constructor: { prototype: {} } }],
  ['a list', [[[]]]],
  ['a long list', new Array<number>(listsMost).fill(7)],
  ['SQL', `' or 1=1; drop table accounts; --`],
  ['a script', `"><script>alert(1)</script>`],
];

export class Cases {
  private readonly schemas: Readonly<Record<string, Schema>>;

  constructor(document: OpenApiDocument) {
    this.schemas = document.components.schemas;
  }

  /** The request as it should be, with these ids. */
  plain(each: NamedOperation, ids: Ids): Sending {
    const query = (each.operation.parameters ?? [])
      .filter(({ required, ...parameter }) => parameter.in === 'query' && required === true)
      .map(({ name }) => `${name}=${encodeURIComponent(ids.field(name))}`);
    const path = each.path.replace(/\{(\w+)\}/g, (_, name: string) =>
      encodeURIComponent(ids.path(name, each.path)),
    );
    const body = this.bodyOf(each);
    return {
      name: 'as it should be',
      method: each.method.toUpperCase(),
      url: query.length === 0 ? path : `${path}?${query.join('&')}`,
      headers: { 'idempotency-key': orderId, ...(body !== undefined && json) },
      ...(body !== undefined && { payload: JSON.stringify(this.example(body, '', ids)) }),
    };
  }

  /** Bodies that no input class can take, all of them sure to be refused. */
  brokenBodies(each: NamedOperation, ids: Ids): Sending[] {
    const schema = this.bodyOf(each);
    if (schema === undefined) return [];
    const plain = this.plain(each, ids);
    const sound = this.example(schema, '', ids) as Record<string, unknown>;
    const as = (name: string, payload: string, code = 'invalid_input'): Sending => ({
      ...plain,
      name,
      payload,
      code,
    });
    const text = JSON.stringify(sound);
    const polluted = (key: string) => `{"${key}":{"admin":true}${text === '{}' ? '' : ','}${text.slice(1)}`;
    return [
      as('broken JSON', text.slice(0, -1), 'malformed_body'),
      as('no JSON', '', 'malformed_body'),
      as('a list', `[${text}]`),
      as('null in a list', '[null]'),
      as('a number', '7'),
      as('a text', '"x"'),
      as('__proto__', polluted('__proto__')),
      as('constructor', polluted('constructor')),
      as('another field', polluted('isSteward')),
      as('deep lists', `${'['.repeat(20_000)}${']'.repeat(20_000)}`),
      as('deep objects', polluted('x').replace('{"admin":true}', deepObject(5000))),
      as('too much', JSON.stringify({ ...sound, x: 'x'.repeat(4 * 1024 * 1024) }), 'too_large'),
      ...[
        'text/plain',
        'text/xml',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
      ].map((type): Sending => ({
        ...as(type, text, 'unsupported_media_type'),
        headers: { ...plain.headers, 'content-type': type },
      })),
      ...this.brokenFields(schema, sound).map(([name, body]) => as(name, JSON.stringify(body))),
    ];
  }

  /** Parameters of path, query and header that are sure to be refused. */
  brokenParameters(each: NamedOperation, ids: Ids): Sending[] {
    const plain = this.plain(each, ids);
    const parameters = each.operation.parameters ?? [];
    const names = [...each.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
    const inPath = names.flatMap((name) =>
      ['%00', '..%2f..%2fetc%2fpasswd', `'%20or%201=1;--`, 'x'.repeat(301), '%ZZ', '%F0%9F%92%A9'].map(
        (bad): Sending => ({
          ...plain,
          name: `{${name}} is ${bad.slice(0, 20)}`,
          url: each.path.replace(/\{(\w+)\}/g, (_, other: string) =>
            other === name ? bad : ids.path(other, each.path),
          ),
        }),
      ),
    );
    const inQuery = parameters
      .filter((parameter) => parameter.in === 'query')
      .flatMap(({ name }) =>
        ['%00', 'x'.repeat(5000), '{"a":1}', '-1e9', `1&${name}=1`].map((bad): Sending => ({
          ...plain,
          name: `?${name} is ${bad.slice(0, 20)}`,
          url: `${plain.url.split('?', 1)[0]!}?${name}=${bad}`,
        })),
      );
    const key = parameters.some(({ name }) => name === 'Idempotency-Key')
      ? ['', 'x', "' or 1=1", 'x'.repeat(5000)].map((bad): Sending => {
          const code = bad === '' ? 'idempotency_key_missing' : 'idempotency_key_invalid';
          const headers = { ...plain.headers, 'idempotency-key': bad };
          return { ...plain, name: `the key is ${bad.slice(0, 20)}`, headers, code };
        })
      : [];
    return [...inPath, ...inQuery, ...key];
  }

  /** SQL and scripts in every field that takes free text: fine as text, and nothing more than text. */
  hostileTexts(each: NamedOperation, ids: Ids): Sending[] {
    const schema = this.bodyOf(each);
    if (schema === undefined) return [];
    const plain = this.plain(each, ids);
    const sound = this.example(schema, '', ids) as Record<string, unknown>;
    const texts = Object.entries(this.resolved(schema).properties ?? {}).filter(([, field]) =>
      this.accepts(field, 'brood'),
    );
    return texts.flatMap(([name]) =>
      ["'; drop table accounts; --", '<script>alert(1)</script>', '{{7*7}}${7*7}', '=1+1|cmd'].map(
        (text) => ({
          ...plain,
          name: `${name} is ${text}`,
          payload: JSON.stringify({ ...sound, [name]: text }),
        }),
      ),
    );
  }

  private bodyOf({ operation }: NamedOperation): Schema | undefined {
    return operation.requestBody?.content['application/json']?.schema;
  }

  private *eachBroken(schema: Schema, sound: Record<string, unknown>): Generator<[string, unknown]> {
    const { properties = {}, required = [] } = this.resolved(schema);
    for (const name of required) {
      const { [name]: _, ...rest } = sound;
      yield [`${name} is missing`, rest];
    }
    for (const [name, field] of Object.entries(properties)) {
      for (const [what, value] of values) {
        if (!this.accepts(field, value)) yield [`${name} is ${what}`, { ...sound, [name]: value }];
      }
      const inner = this.resolved(field);
      const within = inner.items ?? inner;
      if (this.resolved(within).properties === undefined) continue;
      const example = this.example(within, name, nothing) as Record<string, unknown>;
      for (const [what, value] of this.eachBroken(within, example)) {
        const wrapped = inner.items === undefined ? value : [value];
        yield [`${name}: ${what}`, { ...sound, [name]: wrapped }];
      }
    }
  }

  private brokenFields(schema: Schema, sound: Record<string, unknown>): [string, unknown][] {
    return [...this.eachBroken(schema, sound)];
  }

  /** A schema without its reference; `null` beside another one is left out. */
  private resolved(schema: Schema): Schema {
    const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
    const part = parts.find(({ type }) => type !== 'null');
    if (part !== undefined) return this.resolved(part);
    const name = schema.$ref?.split('/').at(-1);
    return name === undefined ? schema : this.resolved(this.schemas[name]!);
  }

  private isNullable(schema: Schema): boolean {
    return [schema, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].some(({ type }) =>
      [type].flat().includes('null'),
    );
  }

  /** Whether the service may take a value; rather yes than no. */
  private accepts(schema: Schema, value: unknown): boolean {
    if (value === null) return this.isNullable(schema);
    const found = this.resolved(schema);
    if (found.enum !== undefined) return found.enum.includes(value);
    const types = [found.type].flat();
    if (typeof value === 'string') return types.includes('string') && this.acceptsText(found, value);
    if (typeof value === 'boolean') return types.includes('boolean');
    if (typeof value === 'number') {
      const { minimum = -Infinity, maximum = Infinity } = found;
      return types.includes('integer') && Number.isSafeInteger(value) && value >= minimum && value <= maximum;
    }
    return false;
  }

  private acceptsText(
    { pattern, format, minLength = 0, maxLength = Infinity }: Schema,
    value: string,
  ): boolean {
    if (format === 'date' || format === 'date-time' || format === 'uuid') return false;
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return false;
    if (/[\u0000-\u001f\u202e]|\p{Cs}/u.test(value)) return false;
    return value.length >= minLength && value.length <= maxLength;
  }

  private example(schema: Schema, name: string, ids: Ids): unknown {
    const found = this.resolved(schema);
    if (found.enum !== undefined) return found.enum[0];
    if (found.properties !== undefined) {
      const fields = Object.entries(found.properties);
      return Object.fromEntries(fields.map(([key, field]) => [key, this.example(field, key, ids)]));
    }
    const type = [found.type].flat().find((one) => one !== 'null');
    if (type === 'array') return [this.example(found.items!, name, ids)];
    if (type === 'integer') return Math.max(found.minimum ?? 1, Math.min(1, found.maximum ?? 1));
    if (type === 'boolean') return false;
    if (found.format === 'date') return '2026-01-05';
    if (found.format === 'date-time') return '2026-01-20T09:00:00.000Z';
    if (found.format === 'uuid') return orderId;
    if (found.pattern === undefined) return 'brood'.slice(0, found.maxLength ?? 5);
    return (
      [ids.field(name), 'UUR', 'ander', '2026-02'].find((text) => this.acceptsText(found, text)) ?? 'brood'
    );
  }
}

const nothing: Ids = { path: () => '0000000000000000', field: () => '0000000000000000' };

function deepObject(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}
