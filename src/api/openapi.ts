import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { ProblemView } from './problem.view.js';

const problemAnswer = {
  description: 'A problem, as described by RFC 9457; programs go by its code.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

/**
 * The OpenAPI 3.1 document of the routes under /api, from their controllers. The same app gives the same text:
 * keys are sorted, and nothing in it depends on the settings.
 */
export function makeDocument(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Samenmunt')
    .setDescription('A ledger service for time banks and community currencies.')
    .setVersion('1')
    .setLicense('AGPL-3.0-or-later', 'https://www.gnu.org/licenses/agpl-3.0.html')
    .addServer('/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'An API token.' }, 'token')
    .addCookieAuth(
      'session',
      { type: 'apiKey', in: 'cookie', description: 'A session of a page.' },
      'session',
    )
    .addSecurityRequirements('token')
    .addSecurityRequirements('session')
    .build();
  const document = SwaggerModule.createDocument(app, about, {
    operationIdFactory: (controller, method) => `${nounOf(controller)}_${method}`,
    autoTagControllers: false,
    extraModels: [ProblemView],
  });
  closeInputs(document);
  return sorted(onlyApi(document));
}

/** PaymentsApi becomes payments. */
function nounOf(controller: string): string {
  const noun = controller.replace(/(Api|Controller)$/, '');
  return noun.charAt(0).toLowerCase() + noun.slice(1);
}

function onlyApi(document: OpenAPIObject): OpenAPIObject {
  const paths: OpenAPIObject['paths'] = {};
  for (const [path, item] of Object.entries(document.paths)) {
    if (!path.startsWith('/api/')) continue;
    paths[path] = item;
    for (const method of methods) {
      const operation = item[method];
      if (operation === undefined) continue;
      operation.tags ??= [operation.operationId!.split('_', 1)[0]!];
      operation.responses.default ??= problemAnswer;
    }
  }
  return { ...document, paths };
}

/** What comes in has no other properties than those named; what goes out may get more. */
function closeInputs(document: OpenAPIObject): void {
  const schemas = (document.components?.schemas ?? {}) as Record<string, { additionalProperties?: boolean }>;
  const bodies = Object.values(document.paths).flatMap((item) =>
    methods.map((each) => item[each]?.requestBody),
  );
  const left = namesIn(bodies);
  for (const name of left) {
    const schema = schemas[name];
    if (schema === undefined || schema.additionalProperties === false) continue;
    left.push(...namesIn(schema));
    schema.additionalProperties = false;
  }
}

function namesIn(part: unknown): string[] {
  const found = JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g);
  return [...found].map(([, name]) => name!);
}

function sorted<T>(value: T): T {
  if (Array.isArray(value)) return value.map((one: unknown) => sorted(one)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, one]) => [key, sorted(one) as unknown])) as T;
}

/** The document as it is served and committed. */
export function documentText(app: INestApplication): string {
  return `${JSON.stringify(makeDocument(app), null, 2)}\n`;
}
