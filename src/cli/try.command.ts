import type { INestApplicationContext } from '@nestjs/common';
import type { Scope } from '../access/actor.js';
import { SetUpService } from '../access/set-up.service.js';
import { SignInService } from '../access/sign-in.service.js';
import { TokensService } from '../access/tokens.service.js';
import { BooksService } from '../books/books.service.js';
import { ExchangesReading } from '../books/exchanges.reading.js';
import { CommunitiesService } from '../communities/communities.service.js';
import { readConfig, type Config } from '../config.js';
import { Clock, SetClock } from '../database/clock.js';
import { CONFIG } from '../database/database.module.js';
import { CodesService } from '../payments/codes.service.js';
import { startServer } from '../server.js';
import { commandLine, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { logOf, serveUntilTheEnd } from './serve.command.js';
import { Story, storyId, tellStory, type StoryParty, type StoryPerson } from './story.js';
import { Refused, say, type Terminal } from './terminal.js';
import { answered } from './trouble.js';

export const tryCommand: Installs = (program, terminal) => {
  program
    .command('try')
    .description('look around in a neighbourhood where a few things have happened; for a town use serve')
    .action(async () => {
      // A log line a request would hide the links; warnings are still shown.
      const config = readConfig({ LOG_LEVEL: 'warn', ...terminal.env });
      await ensureStory(config, terminal);
      const server = await startServer(config, logOf(terminal));
      await showAround(server.app, terminal);
      await serveUntilTheEnd(server, terminal);
    });
};

/** @throws Refused on a database that holds something else */
async function ensureStory(config: Config, terminal: Terminal): Promise<void> {
  const clock = new SetClock(Date.now());
  await withRooms(
    config,
    async (rooms) => {
      const [first] = await rooms.get(CommunitiesService).list(commandLine, { limit: 1 });
      if (first === undefined) {
        say(terminal, 'A neighbourhood is being built, once ...');
        await tellStory(rooms, clock);
      }
      const story = await Story.read(rooms);
      if (story.isWhole) return;
      const place = config.database.kind === 'sqlite' ? config.database.file : 'the database';
      throw new Refused(
        first === undefined || first.id === storyId
          ? `the story in ${place} was broken off while it was built: remove it and start again`
          : `${place} holds the community ${first.id}, not the story: use "serve" for it, or another DATABASE_URL`,
      );
    },
    clock,
  );
}

/** Prints how to look in as everybody. The links work once and are new each time. */
async function showAround(rooms: INestApplicationContext, terminal: Terminal): Promise<void> {
  const story = await Story.read(rooms);
  const { publicUrl } = rooms.get<Config>(CONFIG);
  const link = async (name: StoryPerson): Promise<string> => {
    const person = { communityId: storyId, personId: story.party(name) };
    const service = rooms.get(SignInService);
    const made = comesInByPassphrase(name)
      ? await service.makeTrialLink(commandLine, person)
      : await service.makeLink(commandLine, person);
    return 'kind' in made ? answered(made) : made.url;
  };
  const operator = await rooms.get(SetUpService).makeLink();
  const amina = await accountOf(rooms, story, 'amina');
  const [last] = await rooms.get(ExchangesReading).entries(storyId, amina, null, 1);
  const lines = [
    ...['', `Samenmunt listens at ${publicUrl}. Ctrl-C ends it.`, ''],
    ...['Look in as somebody. Each link works once; use a private window for each:'],
    `  a member, Amina          ${await link('amina')}`,
    `  another member, Jef      ${await link('jef')}`,
    `  treasurer of the soup    ${await link('marc')}`,
    ...(story.has('leen') ? [`  helper at the soup       ${await link('leen')}`] : []),
    `  steward of Rabot         ${await link('sofia')}`,
    `  makes issues for town    ${await link('ines')}`,
    `  approves them            ${await link('tom')}`,
    `  operator of the server   ${operator.url}`,
    ...['', 'Pay, with a phone or signed in as a member:'],
    `  Amina's payment code     ${await codeUrlOf(rooms, amina)}`,
    `  a bowl of soup, 1 hour   ${await codeUrlOf(rooms, await accountOf(rooms, story, 'soup'))}`,
    ...['', 'Anyone can check a receipt:'],
    `  Jef thanked Amina        ${publicUrl}/r/${last!.receiptToken}`,
    ...['', 'For the tour with curl in README.md, in another terminal (the tokens are good for 30 days):'],
    `  export URL=${publicUrl}`,
    `  export AMINA=${await tokenOf(rooms, story.party('amina'))} AMINAS_PURSE=${amina}`,
    `  export JEF=${await tokenOf(rooms, story.party('jef'))} JEFS_PURSE=${await accountOf(rooms, story, 'jef')}`,
    ...['and for the tour from a decision of the council to a voucher that was used:'],
    `  export TOWN=${story.party('town')} SOUP=${story.party('soup')}`,
    `  export INES=${await tokenOf(rooms, story.party('ines'))} TOM=${await tokenOf(rooms, story.party('tom'))}`,
    `  export MARC=${await tokenOf(rooms, story.party('marc'))} LUC=${await tokenOf(rooms, story.party('luc'))}`,
    `  export BAKERY=${await accountOf(rooms, story, 'bakery')}`,
    '',
  ];
  for (const line of lines) say(terminal, line);
}

/** In a town they would come in with a passphrase and a second factor. */
function comesInByPassphrase(name: StoryPerson): boolean {
  return name === 'ines' || name === 'tom' || name === 'sofia';
}

async function accountOf(rooms: INestApplicationContext, story: Story, name: StoryParty): Promise<string> {
  const [account] = await rooms.get(BooksService).accountsOf(storyId, story.party(name));
  return account!.id;
}

async function codeUrlOf(rooms: INestApplicationContext, account: string): Promise<string> {
  const codes = rooms.get(CodesService);
  const [code] = (await codes.list(commandLine, storyId, account, '', 1)) ?? [];
  return (code && (await codes.show(commandLine, storyId, code.id))?.url) ?? '';
}

const trialScopes: readonly Scope[] = [
  ...(['accounts:read', 'payments:write', 'receipts:read', 'people:read'] as const),
  ...(['programmes:read', 'programmes:write', 'programmes:decide', 'vouchers:write'] as const),
];

async function tokenOf(rooms: INestApplicationContext, id: string): Promise<string> {
  const expiresAt = rooms.get(Clock).now() + 30 * 86_400_000;
  const owner = { kind: 'person', id, communityId: storyId } as const;
  const wish = { owner, scopes: trialScopes, label: 'try' };
  return answered(await rooms.get(TokensService).make(commandLine, { ...wish, expiresAt })).token;
}
