// Jest's own runner loads every package and every source anew for each test file, in a room of its own, which takes a
// third of all the time. This one runs the files of a worker in one plain Node process, as the service itself runs.
import { createRunner } from 'jest-light-runner';

export default createRunner({ runtime: 'child_process' });
