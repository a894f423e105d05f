import { CardStockService } from '../access/card-stock.service.js';
import { PassphrasesService } from '../access/passphrases.service.js';
import { DrawingsService } from '../communities/drawings.service.js';
import { readConfig } from '../config.js';
import { newUuid } from '../database/ids.js';
import { Clock } from '../database/clock.js';
import { BatchesService } from '../vouchers/batches.service.js';
import { countMax } from '../vouchers/batch.js';
import { LayoutService, type LaidOut } from '../vouchers/layout.service.js';
import { SheetsService } from '../vouchers/sheets.service.js';
import { letterTexts, type Leaf } from '../vouchers/views/sheet.js';
import { VoidsService } from '../vouchers/voids.service.js';
import { IssuesService } from '../issuance/issues.service.js';
import { aboutLists, issueFile, listIssues, type ListWish } from './issue-list.js';
import { commandLine, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { findChromium, writePdf, writeSheet } from './sheet-file.js';
import { Refused, say } from './terminal.js';
import { answered } from './trouble.js';

const communityOption = ['--community <id>', 'which community'] as const;

/** Cards, vouchers and issues from a terminal. Nothing is approved here: that needs a person who comes in as such. */
export const paperCommands: Installs = (program, terminal) => {
  cards(program, terminal);
  vouchers(program, terminal);
  issues(program, terminal);
};

function cards(...[program, terminal]: Parameters<Installs>): void {
  const family = program.command('card').description('paper cards');
  family
    .command('make')
    .description('make blank cards; each line has the number and what its QR code says')
    .requiredOption(...communityOption)
    .requiredOption('--count <n>', '1 to 500', wholeNumber)
    .action(({ community, count }: { community: string; count: number }) =>
      withRooms(readConfig(terminal.env), async (rooms) => {
        const { blanks } = answered(await rooms.get(CardStockService).make(commandLine, community, count));
        for (const { number, url } of blanks) say(terminal, `${number} ${url}`);
      }),
    );
  program
    .command('reset-passphrase')
    .description('take away a passphrase that was forgotten; a link then lets the person set up another')
    .requiredOption(...communityOption)
    .requiredOption('--party <id>', 'the person')
    .action(({ community, party }: { community: string; party: string }) =>
      withRooms(readConfig(terminal.env), async (rooms) => {
        const person = { communityId: community, personId: party };
        answered(await rooms.get(PassphrasesService).reset(commandLine, person));
        say(terminal, 'the passphrase is gone, and so are all sessions; make a link with "link"');
      }),
    );
}

function vouchers(...[program, terminal]: Parameters<Installs>): void {
  const family = program.command('voucher').description('vouchers on paper');
  family
    .command('list')
    .description('the batches of a group or institution')
    .requiredOption(...communityOption)
    .requiredOption('--party <id>', 'whose')
    .action(({ community, party }: { community: string; party: string }) =>
      withRooms(readConfig(terminal.env), async (rooms) => {
        for (const batch of await rooms.get(BatchesService).list(commandLine, community, party, 0, 200))
          say(terminal, `${batch.id} ${batch.state} ${batch.count} x ${batch.amount} ${batch.currency}`);
      }),
    );
  family
    .command('sheet')
    .description(
      'what is printed of a batch before it is active: serial, check code, address; mind who sees it',
    )
    .argument('<batch>', 'the id of the batch')
    .requiredOption(...communityOption)
    .action((id: string, { community }: { community: string }) =>
      withRooms(readConfig(terminal.env), async (rooms) => {
        const sheet = await rooms.get(SheetsService).print(commandLine, community, id);
        if (sheet === undefined) throw new Refused(`there is no batch ${id}`);
        for (const { serial, check, url } of answered(sheet).vouchers)
          say(terminal, `${serial} ${check} ${url}`);
      }),
    );
  printing(family, terminal);
  family
    .command('void')
    .description('make a whole batch void, or some serials of it; the value goes back')
    .argument('<batch>', 'the id of the batch')
    .argument('[serials...]', 'only these')
    .requiredOption(...communityOption)
    .action((id: string, serials: string[], { community }: { community: string }) =>
      withRooms(readConfig(terminal.env), async (rooms) => {
        const some = serials.length === 0 ? undefined : serials;
        const { count } = answered(await rooms.get(VoidsService).void(commandLine, community, id, some));
        say(terminal, `${count} vouchers are void`);
      }),
    );
}

interface PrintWish {
  readonly community: string;
  readonly out: string;
  readonly letter?: number;
  readonly pdf?: true;
  readonly language?: string;
}

function printing(...[family, terminal]: Parameters<Installs>): void {
  family
    .command('print')
    .description('what is printed of a batch before it is active, as a file of A4 sheets; mind who gets it')
    .argument('<batch>', 'the id of the batch')
    .requiredOption(...communityOption)
    .requiredOption('--out <file>', 'the file to write')
    .option('--letter <n>', 'letters with 1 to 4 vouchers each instead of sheets of eight', wholeNumber)
    .option('--language <code>', 'beside the first one: a language that the community speaks or turned on')
    .option('--pdf', 'as PDF, by the Chromium of this machine or the one in CHROMIUM_PATH')
    .action((id: string, { community, out, letter, pdf, language }: PrintWish) => {
      if (letter !== undefined && (letter < 1 || letter > 4))
        throw new Refused('a letter has 1 to 4 vouchers');
      const browser = pdf === true ? findChromium(terminal.env) : undefined;
      return withRooms(readConfig(terminal.env), async (rooms) => {
        const layout = rooms.get(LayoutService);
        const wish = { after: 0, limit: countMax, language };
        const found = await layout.layOut(commandLine, community, id, wish);
        if (found === undefined) throw new Refused(`there is no batch ${id}`);
        const laid = answered(found);
        const drawings = await rooms.get(DrawingsService).pictures(community);
        const printing = { laid, leaf: leafOf(laid, letter), drawings };
        if (browser === undefined) await writeSheet(terminal, printing, out);
        else await writePdf(terminal, printing, out, browser);
        say(terminal, `${laid.vouchers.length} vouchers are in ${out}: whoever reads it can use them`);
      });
    });
}

function leafOf({ languages }: LaidOut, letter: number | undefined): Leaf {
  if (letter === undefined) return { kind: 'sheet' };
  return { kind: 'letter', vouchers: letter, texts: letterTexts(languages) };
}

interface IssueWish {
  readonly community: string;
  readonly programme: string;
  readonly party: string;
  readonly amount: bigint;
  readonly purpose?: string;
  readonly acceptNoOutlet?: true;
}

function issues(...[program, terminal]: Parameters<Installs>): void {
  const family = program.command('issue').description('what is issued under a programme');
  family
    .command('list')
    .description(aboutLists)
    .argument('[file]', 'a CSV file with what is to be issued')
    .requiredOption(...communityOption)
    .requiredOption('--programme <code>', 'which programme')
    .option('--commit', 'propose what the file says; without it the file is only looked through')
    .option('--accept-no-outlet', 'also when the currency can be spent nowhere yet')
    .action((file: string | undefined, wish: ListWish) =>
      withRooms(readConfig(terminal.env), (rooms) =>
        file === undefined ? listIssues(rooms, wish, terminal) : issueFile(rooms, file, wish, terminal),
      ),
    );
  family
    .command('propose')
    .description('propose an issue to a group or partner; somebody of the institution approves it on a page')
    .requiredOption(...communityOption)
    .requiredOption('--programme <code>', 'which programme')
    .requiredOption('--party <id>', 'who receives')
    .requiredOption('--amount <n>', 'in smallest units', (text) => BigInt(wholeNumber(text)))
    .option('--purpose <code>', 'for what')
    .option('--accept-no-outlet', 'also when the currency can be spent nowhere yet')
    .action(({ community, programme, party, amount, purpose, acceptNoOutlet }: IssueWish) =>
      withRooms(readConfig(terminal.env), async (rooms) => {
        const id = newUuid(rooms.get(Clock).now());
        const wish = { id, partyId: party, amount, ...(purpose !== undefined && { purpose }) };
        const acknowledged = { acceptNoOutlet: acceptNoOutlet === true };
        const issues = rooms.get(IssuesService);
        answered(await issues.propose(commandLine, community, programme, wish, acknowledged));
        say(terminal, `${id} waits for approval`);
      }),
    );
}

/** @throws Refused when it is none */
function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new Refused(`${text} is no whole number`);
  return Number(text);
}
