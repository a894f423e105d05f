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
  const get = 'paths./loaves/{id}.get';

  /** The sound one with another value at a place; without that place when there is no value. */
  const changed = (at: string, value?: unknown): OpenApiDocument => {
    const copy = structuredClone(sound);
    const steps = at.split('.');
    const last = steps.pop()!;
    let part = copy as unknown as Record<string, unknown>;
    for (const step of steps) part = part[step] as Record<string, unknown>;
    if (value === undefined) delete part[last];
    else part[last] = value;
    return copy;
  };

  it('a sound one has no flaws', () => expect(flawsOf(sound)).toEqual([]));

  it.each<[string, string, unknown]>([
    ['openapi is 3.0.0', 'openapi', '3.0.0'],
    ['no operationId', `${get}.operationId`, undefined],
    ['two operations', 'paths./loaves', { get: { ...sound.paths['/loaves/{id}']!.get, parameters: [] } }],
    ['no response of success', `${get}.responses`, {}],
    ['has no description', `${get}.responses.200`, {}],
    ['no security', 'security', undefined],
    ['security nobody', `${get}.security`, [{ nobody: [] }]],
    ['no {id}', `${get}.parameters`, []],
    ['is not required', `${get}.parameters.0.required`, undefined],
    ['is not in the path', `${get}.parameters.0.name`, 'other'],
    ['stands there twice', `${get}.parameters.1`, sound.paths['/loaves/{id}']!.get!.parameters![0]],
    ['has no schema', `${get}.parameters.0.schema`, undefined],
    ['leads nowhere', `${get}.parameters.0.schema`, { $ref: '#/components/schemas/Roll' }],
    ['null is a type', 'components.schemas.Loaf.nullable', true],
  ])('%s', (flaw, at, value) => {
    expect(flawsOf(changed(at, value)).join()).toContain(flaw);
  });

  it('a difference is named', () => {
    expect(firstDifference({ a: { 'b/c': [1, 2] } }, { a: { 'b/c': [1, 3] } })).toContain('#/a/b~1c/1');
    expect(firstDifference({ a: 1 }, { a: 1, b: 2 })).toBe('#/b: nothing in the file, 2 in the service');
    expect(firstDifference({ a: [1] }, { a: [1] })).toBeUndefined();
  });
});
