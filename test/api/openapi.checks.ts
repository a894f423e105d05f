/** What is looked at of an OpenAPI document; the rest is passed through. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes?: Readonly<Record<string, object>>;
  };
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

export interface Operation {
  readonly operationId?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header' | 'cookie';
  readonly required?: boolean;
  readonly schema?: Schema;
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
}

export interface NamedOperation {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

const methods = new Set(['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace']);

export function operationsOf({ paths }: OpenApiDocument): NamedOperation[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => ({ path, method, operation })),
  );
}

/** Everything in which a document is not a sound OpenAPI 3.1 document, in words; nothing when it is. */
export function flawsOf(document: OpenApiDocument): string[] {
  const operations = operationsOf(document);
  return [
    ...(/^3\.1\.\d+$/.test(document.openapi) ? [] : [`openapi is ${document.openapi}`]),
    ...operations.flatMap((each) => operationFlaws(each, document)),
    ...repeatedIds(operations),
    ...flawsBelow(document, '#', document),
  ];
}

function operationFlaws({ path, method, operation }: NamedOperation, document: OpenApiDocument): string[] {
  const at = `${method.toUpperCase()} ${path}`;
  const flaws: string[] = [];
  if (!/^[a-zA-Z]\w*$/.test(operation.operationId ?? '')) flaws.push(`${at}: no operationId`);
  const responses = Object.entries(operation.responses ?? {});
  if (!responses.some(([status]) => /^[23]\d\d$/.test(status))) flaws.push(`${at}: no response of success`);
  for (const [status, { description }] of responses) {
    if (typeof description !== 'string') flaws.push(`${at}: response ${status} has no description`);
  }
  const security = operation.security ?? document.security;
  if (security === undefined) flaws.push(`${at}: no security`);
  for (const name of (security ?? []).flatMap(Object.keys)) {
    if (document.components.securitySchemes?.[name] === undefined) flaws.push(`${at}: security ${name}`);
  }
  return [...flaws, ...parameterFlaws(path, operation.parameters ?? []).map((flaw) => `${at}: ${flaw}`)];
}

function parameterFlaws(path: string, parameters: readonly Parameter[]): string[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!);
  const declared = parameters.filter((each) => each.in === 'path');
  const keys = parameters.map((each) => `${each.in} ${each.name}`);
  return [
    ...inPath.filter((name) => !declared.some((each) => each.name === name)).map((name) => `no {${name}}`),
    ...declared
      .filter(({ name }) => !inPath.includes(name))
      .map(({ name }) => `{${name}} is not in the path`),
    ...declared.filter(({ required }) => required !== true).map(({ name }) => `{${name}} is not required`),
    ...parameters.filter(({ schema }) => schema === undefined).map(({ name }) => `${name} has no schema`),
    ...keys.filter((key, i) => keys.indexOf(key) < i).map((key) => `${key} stands there twice`),
  ];
}

function repeatedIds(operations: readonly NamedOperation[]): string[] {
  const ids = operations.map(({ operation }) => operation.operationId);
  return ids.filter((id, i) => ids.indexOf(id) < i).map((id) => `${id} is the id of two operations`);
}

/** References that lead nowhere, and what OpenAPI 3.0 said in another way. */
function flawsBelow(part: unknown, at: string, document: OpenApiDocument): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]: [string, unknown]) => {
    const here = `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (key === '$ref') return resolves(value, document) ? [] : [`${here}: ${String(value)} leads nowhere`];
    // Below `properties`, such a name is a field.
    if (key === 'nullable' && typeof value === 'boolean') return [`${here}: null is a type in 3.1`];
    if (/^exclusive(Min|Max)imum$/.test(key) && typeof value === 'boolean')
      return [`${here}: a number in 3.1`];
    return flawsBelow(value, here, document);
  });
}

function resolves(ref: unknown, document: OpenApiDocument): boolean {
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return false;
  const steps = ref.slice(2).split('/');
  let at: unknown = document;
  for (const step of steps) at = (at as Record<string, unknown> | undefined)?.[step];
  return typeof at === 'object' && at !== null;
}

/** Where two documents differ first, with both sides; undefined when they do not. */
export function firstDifference(committed: unknown, served: unknown, at = '#'): string | undefined {
  if (Object.is(committed, served)) return undefined;
  if (typeof committed !== 'object' || typeof served !== 'object' || committed === null || served === null) {
    return `${at}: ${shown(committed)} in the file, ${shown(served)} in the service`;
  }
  for (const key of [...new Set([...Object.keys(committed), ...Object.keys(served)])].sort()) {
    const one = (committed as Record<string, unknown>)[key];
    const other = (served as Record<string, unknown>)[key];
    const found = firstDifference(one, other, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  return JSON.stringify(value).slice(0, 100);
}
