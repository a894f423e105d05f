// Makes pictures of all pages in screenshots/: node test/journeys/shots.mjs [name …]
// With the one word "masked": eight tasks in screenshots/masked/, every letter masked, to be tried without reading.
// In Dutch, French and Arabic, on a small telephone and on a wide screen, and as they are printed. With the browser of
// the tests, or that of TEST_CHROMIUM.
import { findChromium } from '../support/chromium.mjs';
import '../support/typescript.mjs';

process.env.TEST_CHROMIUM ??= (await findChromium()).path;
const [first, ...others] = process.argv.slice(2);
if (first === 'masked') await (await import('./masked.ts')).makeMasked();
else await (await import('./shots.ts')).makeShots(first === undefined ? [] : [first, ...others]);
