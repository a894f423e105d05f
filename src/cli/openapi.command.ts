import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentText } from '../api/openapi.js';
import { readConfig } from '../config.js';
import { buildApp } from '../server.js';
import type { Installs } from './program.js';
import { Refused, say } from './terminal.js';

interface Wish {
  readonly out: string;
  readonly check?: boolean;
}

export const openapiCommand: Installs = (program, terminal) => {
  program
    .command('openapi')
    .description('write the OpenAPI document of the API')
    .option('--out <file>', 'where to', 'openapi.json')
    .option('--check', 'write nothing; fail when the file is not what the program serves')
    .action(async ({ out, check = false }: Wish) => {
      const text = await documentOf();
      if (!check) {
        writeFileSync(out, text);
        say(terminal, `${out} is written`);
      } else if (!existsSync(out) || readFileSync(out, 'utf8') !== text) {
        throw new Refused(`${out} is not what the program serves: run "samenmunt openapi"`);
      } else say(terminal, `${out} is what the program serves`);
    });
};

/** The document depends on no data, so it is made from a service on a file of its own. */
async function documentOf(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'samenmunt-openapi-'));
  try {
    const env = { DATABASE_URL: `sqlite:${join(folder, 'empty.sqlite')}`, LOG_LEVEL: 'silent' };
    const app = await buildApp(readConfig(env));
    const text = documentText(app);
    await app.close();
    return text;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
