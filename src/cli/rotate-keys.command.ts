import { keysFrom } from '../access/key-file.js';
import { KeysService } from '../access/keys.service.js';
import { readConfig } from '../config.js';
import { ReceiptKeysService } from '../receipts/receipt-keys.service.js';
import { commandLine, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { say } from './terminal.js';

interface Wish {
  readonly receipts?: boolean;
  readonly master?: boolean;
}

const nextName = 'SAMENMUNT_NEXT_MASTER_KEY';

export const rotateKeysCommand: Installs = (program, terminal) => {
  const command = program
    .command('rotate-keys')
    .description('change keys; stop every server first. Cut off, it is finished at the next start')
    .option('--receipts', 'sign receipts with a new key; those signed before stay good')
    .option(
      '--master',
      `a new master key: everything under it is wrapped again, everybody signs in again. When it comes from SAMENMUNT_MASTER_KEY, give the next one in ${nextName}`,
    )
    .action(async ({ receipts = false, master = false }: Wish) => {
      if (!receipts && !master) command.error('error: give --receipts, --master or both');
      const next = terminal.env[nextName];
      await withRooms(readConfig(terminal.env), async (rooms) => {
        if (master) {
          await rooms.get(KeysService).rotate(next === undefined ? undefined : keysFrom(next, nextName));
          say(terminal, 'the master key is new; make a new backup of the keys now');
        }
        if (receipts) {
          const kid = await rooms.get(ReceiptKeysService).rotate(commandLine);
          say(terminal, `receipts are signed with ${kid} from now on`);
        }
      });
    });
};
