// Imported before everything else, for its effect only: settings that hold for what is allocated from then on.
import { setFlagsFromString } from 'node:v8';

// V8 by itself lets memory grow with that of the machine: a proof of the books would then keep half a gigabyte for good.
// Collecting what is no longer needed earlier costs little, because nearly everything here lives for one request.
for (const flag of ['--heap-growing-percent=10', '--semi-space-growth-factor=1']) {
  setFlagsFromString(flag);
}
