// A process of the benchmark that makes the largest batch, prints it as the command line does, and activates it.
import '../src/cli/heap.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLine, withRooms } from '../src/cli/opening.js';
import { writeSheet } from '../src/cli/sheet-file.js';
import { processTerminal } from '../src/cli/terminal.js';
import { readConfig } from '../src/config.js';
import { countMax } from '../src/vouchers/batch.js';
import { LayoutService } from '../src/vouchers/layout.service.js';
import { answerMessages } from './processes.js';
import { communityId } from './town.js';
import { activateBatch, makeBatch, type Giver } from './voucher-town.js';

/** What a process needed, as it counts it itself. */
export interface Needed {
  /** Of memory, when it was at its largest. */
  readonly bytes: number;
  /** Seconds of processor time since its start: they say more than a clock where others work too. */
  readonly worked: number;
}

function print({ giver, folder }: { giver: Giver; folder: string }): Promise<Needed> {
  return withRooms(readConfig(), async (rooms) => {
    const id = await makeBatch(rooms, giver);
    const laid = await rooms
      .get(LayoutService)
      .layOut(commandLine, communityId, id, { after: 0, limit: countMax });
    if (laid?.kind !== 'laid_out') throw new Error('nothing to lay out');
    const printing = { laid, leaf: { kind: 'sheet' }, drawings: new Map<string, Buffer>() } as const;
    await writeSheet(processTerminal, printing, join(folder, 'sheet.html'));
    await activateBatch(rooms, id);
    const { user, system } = process.cpuUsage();
    return { bytes: highestBytes(), worked: (user + system) / 1e6 };
  });
}

/** As Linux counts it for this program alone; what getrusage says begins with the size of the parent. */
function highestBytes(): number {
  const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
  return Number(found![1]) * 1024;
}

answerMessages({ print });
process.on('disconnect', () => process.exit(0));
