import { memory } from './memory.js';
import { Place } from './place.js';
import { atMost, say, type Pace } from './report.js';
import { serve } from './served.js';
import { yearsOf } from './years.js';

/** How long a start takes on a database of a million transfers, and what memory a server needs after a replay. */
export async function start(pace: Pace): Promise<void> {
  await untilReady(pace);
  await memory(pace);
}

/** From nothing to a good answer of /readyz: the process, the modules, the database, the proof of the tail. */
async function untilReady(pace: Pace): Promise<void> {
  const folder = await yearsOf(1_000_000);
  const times: number[] = [];
  // A start proves the tail and writes that down, so each begins on a copy of its own.
  for (let round = 0; round < pace.rounds; round++) {
    const place = Place.copyOf(folder, 'years.sqlite');
    try {
      const served = await serve(place);
      times.push(served.readyMs / 1000);
      await served.stop();
      say(`ready after ${times.at(-1)!.toFixed(2)} s`);
    } finally {
      await place.remove();
    }
  }
  atMost('start to ready on 1,000,000 transfers, 10,000 of them not proved yet', 's', times, 3);
}
