// `npm run bench`: lists the benchmarks; `npm run bench -- NAME [--quick]` runs those of a name.
// This file parses on Node 12, as bin/node.mjs does; the work itself is in compile.mjs, under a fit Node.
import { join } from 'path';
import { become, ensureInstalled, fitNodeOrRefuse, root } from '../bin/node.mjs';

ensureInstalled();
become(fitNodeOrRefuse(), join(root, 'bench', 'compile.mjs'), process.argv.slice(2)).catch((error) => {
  process.stderr.write(String((error && error.stack) || error) + '\n');
  process.exit(1);
});
