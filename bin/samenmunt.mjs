#!/usr/bin/env node
// The command `samenmunt`. In a checkout it installs and builds what is missing; then it runs the command line under a
// Node that is new enough. See node.mjs for why this is written in old JavaScript.
import { existsSync } from 'fs';
import { join } from 'path';
import { become, ensureBuilt, ensureInstalled, fitNodeOrRefuse, refuse, root } from './node.mjs';

ensureInstalled();
const node = fitNodeOrRefuse();
ensureBuilt(node);

const main = join(root, 'dist', 'src', 'cli', 'main.js');
if (!existsSync(main)) refuse('this package is incomplete: ' + main + ' is missing.');
become(node, main, process.argv.slice(2)).catch((error) => {
  process.stderr.write(String((error && error.stack) || error) + '\n');
  process.exit(1);
});
