import { readFileSync, writeFileSync } from 'node:fs';
import { CommunitiesService } from '../communities/communities.service.js';
import { readConfig } from '../config.js';
import { writeAmount, type Amount } from '../ledger/amount.js';
import { settle, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { readMembers, replayRoles, replayScale, type ReplayMember } from './replay-members.js';
import { orderPayments, type ReplayOrder, type ReplayStep } from './replay-order.js';
import { planPayments } from './replay-plan.js';
import { replayProgramme, type ReplayProgramme } from './replay-programme.js';
import { kindOf, Replay } from './replaying.js';
import { progress, Refused, say, warn, type Terminal } from './terminal.js';
import { verify } from './verify.command.js';
import { readWhole } from './words.js';

interface Wish {
  readonly community: string;
  readonly floors: string;
  readonly seed: number;
}

export const replayCommand: Installs = (program, terminal) => {
  program
    .command('replay')
    .summary('build a community from a file of members with totals')
    .description(
      `build a community from a file of members with totals: their system movements as issue and reclaim under one
programme, and ordinary payments between chosen pairs, so that everybody's volumes are exact`,
    )
    .argument('<file>', 'members_reduced.csv, or a file of the same shape')
    .option('--community <id>', 'the community to make', 'sarafu')
    .option('--floors <file>', 'where to list who got a floor below 0, and why', 'explicit-floors.csv')
    .option('--seed <number>', 'another seed chooses other pairs', readWhole(0, 999_999_999), 2020)
    .action(async (file: string, wish: Wish) => {
      const members = readAll(file, terminal);
      const config = readConfig(terminal.env);
      // What would be refused at the end is refused before the pairs are chosen.
      await withRooms(config, async (rooms) => {
        const there = await rooms.get(CommunitiesService).look(wish.community);
        if (there !== undefined) throw new Refused(`there is a community ${wish.community} already`);
        const order = orderPayments(members, planPayments(members, wish.seed), wish.seed);
        const replay = new Replay(rooms, wish.community);
        const programme = await build(replay, members, order, terminal);
        await settle(rooms);
        tellCounts(terminal, members, order.steps);
        if (programme !== undefined) await tellProgramme(terminal, programme);
        tellBalances(terminal, members, await replay.balances());
        tellFloors(terminal, order, wish.floors, replay);
      });
      await verify(config, terminal);
    });
};

function readAll(file: string, terminal: Terminal): ReplayMember[] {
  const { members, faults } = readMembers(readFileSync(file, 'utf8'));
  for (const { line, column, reason } of faults.slice(0, 100)) {
    warn(terminal, `line ${line}${column === null ? '' : `, ${column}`}: ${reason}`);
  }
  if (faults.length > 0) throw new Refused(`the file has ${faults.length} faults; nothing is replayed`);
  if (members.length === 0) throw new Refused('the file has no members');
  return members;
}

async function build(
  replay: Replay,
  members: readonly ReplayMember[],
  { steps, explicitFloors }: ReplayOrder,
  terminal: Terminal,
): Promise<ReplayProgramme | undefined> {
  await replay.open();
  const entering = progress(terminal, 'members', members.length);
  await replay.enter(members, entering);
  entering.done();
  await replay.setFloors(explicitFloors);
  const booking = progress(terminal, 'movements', steps.length);
  const programme = await replay.book(steps, booking);
  booking.done();
  return programme;
}

function tellCounts(
  terminal: Terminal,
  members: readonly ReplayMember[],
  steps: readonly ReplayStep[],
): void {
  say(terminal, `${members.length} members`);
  for (const role of replayRoles) {
    const count = members.filter((row) => row.role === role).length;
    if (count > 0) say(terminal, `  ${role}: ${count}, as ${kindOf(role)}`);
  }
  const sums: Record<ReplayStep['kind'], { count: number; amount: Amount }> = {
    issue: { count: 0, amount: 0n },
    payment: { count: 0, amount: 0n },
    reclaim: { count: 0, amount: 0n },
  };
  for (const { kind, amount } of steps) {
    sums[kind].count += 1;
    sums[kind].amount += amount;
  }
  for (const [kind, { count, amount }] of Object.entries(sums)) {
    say(terminal, `${count} of kind ${kind}, together ${writeAmount(amount, replayScale)}`);
  }
}

/** Where the budget of the programme is; that the books agree is for the proof to say. */
async function tellProgramme(terminal: Terminal, programme: ReplayProgramme): Promise<void> {
  const { budget, returned, issued, notYetIssued } = await programme.balance();
  const figures = { budget, returned, issued, 'not issued': notYetIssued };
  const said = Object.entries(figures).map(([name, amount]) => `${name} ${writeAmount(amount, replayScale)}`);
  say(terminal, `programme ${replayProgramme}: ${said.join(', ')}`);
}

/** @throws Refused when a member whose row adds up does not have what the file says */
function tellBalances(
  terminal: Terminal,
  members: readonly ReplayMember[],
  balances: ReadonlyMap<string, Amount>,
): void {
  const sound = members.filter(({ addsUp }) => addsUp);
  const off = sound.filter(({ member, balance }) => {
    const difference = balances.get(member)! - balance;
    return difference < -1n || difference > 1n;
  });
  say(
    terminal,
    `${sound.length - off.length} of ${sound.length} members whose rows add up have the file's balance`,
  );
  if (off.length > 0)
    throw new Refused(`${off.length} members do not have the file's balance, first ${off[0]!.member}`);
}

/** Who may go below 0, and which movements made that necessary. */
function tellFloors(terminal: Terminal, order: ReplayOrder, file: string, replay: Replay): void {
  const { unordered, explicitFloors } = order;
  say(
    terminal,
    `${unordered.length} movements could not be ordered; ${explicitFloors.size} floors below 0, in ${file}`,
  );
  const floors = [...explicitFloors].map(([member, floor]) => {
    const theirs = unordered.filter(
      (step) => (step.kind === 'payment' ? step.payer : step.member) === member,
    );
    const listed = theirs.map(
      ({ kind, amount, month }) => `${kind} ${writeAmount(amount, replayScale)} in ${month}`,
    );
    return `${member},${replay.accountOf(member)},${writeAmount(floor, replayScale)},${listed.join('; ')}\n`;
  });
  writeFileSync(file, `member,account,floor,movements\n${floors.join('')}`);
}
