import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { documentText } from '../../src/api/openapi.js';
import { buildApp } from '../../src/server.js';
import { aPlace, type TestPlace } from '../support/databases.js';
import { firstDifference, flawsOf, operationsOf, type OpenApiDocument } from './openapi.checks.js';

const file = join(import.meta.dirname, '../../openapi.json');

let place: TestPlace;
let app: NestFastifyApplication;
let text: string;

beforeAll(async () => {
  place = await aPlace('sqlite');
  app = await buildApp(place.config);
  text = documentText(app);
});

afterAll(async () => {
  await app.close();
  await place.drop();
});

describe('the API document', () => {
  it('is sound OpenAPI 3.1', () => {
    const document = JSON.parse(text) as OpenApiDocument;
    expect(operationsOf(document).length).toBeGreaterThan(30);
    expect(flawsOf(document)).toEqual([]);
  });

  it('is served as it is committed', async () => {
    const served = await app.inject({ url: '/api/v1/openapi.json' });
    expect(served.body).toBe(text);
    const committed = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
    const difference = firstDifference(JSON.parse(committed), JSON.parse(text));
    if (difference !== undefined || committed !== text) {
      const where = difference ?? 'only in spaces or order';
      throw new Error(`openapi.json is stale: ${where}. Renew it: npm run samenmunt -- openapi`);
    }
  });
});

describe('the checks of it can fail:', () => {
  const sound: OpenApiDocument = {
    openapi: '3.1.0',
    security: [{ token: [] }],
    components: { schemas: { Loaf: { type: 'object' } }, securitySchemes: { token: {} } },
    paths: {
      '/loaves/{id}': {
        get: {
          operationId: 'loaves_one',
          parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
          responses: { '200': { description: 'A loaf.' } },
        },
      },
    },
  };
  const changed = (change: (copy: Record<string, any>) => void): string[] => {
    const copy = structuredClone(sound) as Record<string, any>;
    change(copy);
    return flawsOf(copy as unknown as OpenApiDocument);
  };
  const get = (copy: Record<string, any>) => copy.paths['/loaves/{id}'].get as Record<string, any>;

  it('a sound one has no flaws', () => expect(flawsOf(sound)).toEqual([]));

  it.each<[string, (copy: Record<string, any>) => void]>([
    ['openapi is 3.0.0', (copy) => (copy.openapi = '3.0.0')],
    ['no operationId', (copy) => delete get(copy).operationId],
    ['two operations', (copy) => (copy.paths['/loaves'] = { get: { ...get(copy), parameters: [] } })],
    ['no response of success', (copy) => (get(copy).responses = {})],
    ['has no description', (copy) => (get(copy).responses['200'] = {})],
    ['no security', (copy) => delete copy.security],
    ['security nobody', (copy) => (get(copy).security = [{ nobody: [] }])],
    ['no {id}', (copy) => (get(copy).parameters = [])],
    ['is not required', (copy) => delete get(copy).parameters[0].required],
    ['is not in the path', (copy) => (get(copy).parameters[0].name = 'other')],
    ['stands there twice', (copy) => get(copy).parameters.push(get(copy).parameters[0])],
    ['has no schema', (copy) => delete get(copy).parameters[0].schema],
    ['leads nowhere', (copy) => (get(copy).parameters[0].schema = { $ref: '#/components/schemas/Roll' })],
    ['null is a type', (copy) => (copy.components.schemas.Loaf.nullable = true)],
  ])('%s', (flaw, change) => {
    expect(changed(change).join()).toContain(flaw);
  });

  it('a difference is named', () => {
    expect(firstDifference({ a: { 'b/c': [1, 2] } }, { a: { 'b/c': [1, 3] } })).toContain('#/a/b~1c/1');
    expect(firstDifference({ a: 1 }, { a: 1, b: 2 })).toBe('#/b: nothing in the file, 2 in the service');
    expect(firstDifference({ a: [1] }, { a: [1] })).toBeUndefined();
  });
});
