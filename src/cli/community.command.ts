import { Option } from 'commander';
import { CommunitiesService } from '../communities/communities.service.js';
import { recipeNames, type RecipeName } from '../communities/recipes.js';
import { readConfig } from '../config.js';
import { languages, type Language } from '../languages/languages.js';
import { commandLine, withRooms } from './opening.js';
import type { Installs } from './program.js';
import { Refused, say } from './terminal.js';
import { answered } from './trouble.js';
import { readWhole } from './words.js';

interface Wish {
  readonly id: string;
  readonly name: string;
  readonly recipe: RecipeName;
  readonly currency?: string;
  readonly scale?: number;
  readonly timeZone?: string;
  readonly languages?: Language[];
}

export const communityCommands: Installs = (program, terminal) => {
  const community = program.command('community').description('communities of this server');
  community
    .command('create')
    .description('open a community with its books and its currency')
    .requiredOption('--id <id>', 'stands in every address: 2 to 30 small letters, digits and hyphens')
    .requiredOption('--name <name>', 'its name, up to 80 characters')
    .addOption(new Option('--recipe <recipe>', 'how it begins').choices(recipeNames).makeOptionMandatory())
    .option('--currency <code>', "instead of the recipe's: 2 to 8 capitals and digits")
    .option('--scale <decimals>', 'decimals of the currency, 0 to 6', readWhole(0, 6))
    .option('--time-zone <zone>', 'IANA name (default: Europe/Brussels)')
    .addOption(new Option('--languages <list...>', 'the first one comes first').choices(languages))
    .action(async (wish: Wish) => {
      if (wish.currency !== undefined) mustBeCurrencyCode(wish.currency);
      if (wish.name.trim() === '' || wish.name.length > 80)
        throw new Refused('a name has 1 to 80 characters');
      const made = await withRooms(readConfig(terminal.env), (rooms) =>
        rooms.get(CommunitiesService).create(commandLine, wish),
      );
      const { community: opened } = answered(made);
      say(terminal, `${opened.id}: ${opened.name} (${opened.recipe}, ${opened.timeZone})`);
    });
};

function mustBeCurrencyCode(code: string): void {
  if (!/^[A-Z0-9]{2,8}$/.test(code)) throw new Refused('a currency code has 2 to 8 capitals and digits');
}
