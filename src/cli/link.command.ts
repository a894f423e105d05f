import { SetUpService } from '../access/set-up.service.js';
import { SignInService } from '../access/sign-in.service.js';
import type { SignInLink } from '../access/links.service.js';
import { readConfig } from '../config.js';
import { commandLine, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { say } from './terminal.js';
import { answered } from './trouble.js';

interface Wish {
  readonly community?: string;
  readonly party?: string;
  readonly operator?: boolean;
}

export const linkCommand: Installs = (program, terminal) => {
  const command = program
    .command('link')
    .description('make a link that lets somebody in, once; whoever has it acts as that person')
    .option('--community <id>', 'the community of the person')
    .option('--party <id>', 'the person')
    .option('--operator', 'a new operator of this server instead, for when all have lost their way in')
    .action(async ({ community, party, operator = false }: Wish) => {
      if (operator === (community !== undefined || party !== undefined)) {
        command.error('error: give either --community and --party, or --operator');
      }
      const link = await withRooms(readConfig(terminal.env), async (rooms): Promise<SignInLink> => {
        if (operator) return rooms.get(SetUpService).makeLink();
        if (community === undefined || party === undefined) {
          return command.error('error: --community and --party belong together');
        }
        const person = { communityId: community, personId: party };
        const made = await rooms.get(SignInService).makeLink(commandLine, person);
        return 'kind' in made ? answered(made) : made;
      });
      say(terminal, link.url);
      say(terminal, `It works once, until ${new Date(link.expiresAt).toISOString().slice(0, 16)} UTC.`);
    });
};
