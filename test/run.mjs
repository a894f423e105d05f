// `npm test`: brings what the tests need, runs every check in order, and ends with `N passed, N failed`.
//   node test/run.mjs [pattern …]   all checks; jest only on the test files that match
//   node test/run.mjs --server      only the PostgreSQL server for tests, until Ctrl-C; --durable to measure with
// This file parses on Node 12, as bin/node.mjs does; the work itself is in checks.mjs, under a fit Node.
import { join } from 'path';
import { become, ensureInstalled, fitNodeOrRefuse, root } from '../bin/node.mjs';

ensureInstalled();
become(fitNodeOrRefuse(), join(root, 'test', 'checks.mjs'), process.argv.slice(2)).catch((error) => {
  process.stderr.write(String((error && error.stack) || error) + '\n');
  process.stdout.write('0 passed, 1 failed\n');
  process.exit(1);
});
