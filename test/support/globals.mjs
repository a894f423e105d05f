// What the tests import as @jest/globals. The runner gives these to every file of a worker, but lets a test take as long
// as it likes; here it fails after a minute, or after the time it asks for.
const usualMs = 60_000;

const {
  afterAll: after,
  afterEach: afterOne,
  beforeAll: before,
  beforeEach: beforeOne,
  it: one,
} = globalThis;

export const { describe, expect, jest } = globalThis;

export const it = Object.assign((name, work, ms) => one(name, within(work, ms)), {
  each:
    (...table) =>
    (name, work, ms) =>
      one.each(...table)(name, within(work, ms)),
});
export const beforeAll = (work, ms) => before(within(work, ms));
export const afterAll = (work, ms) => after(within(work, ms));
export const beforeEach = (work, ms) => beforeOne(within(work, ms));
export const afterEach = (work, ms) => afterOne(within(work, ms));

function within(work, ms = usualMs) {
  return async (...row) => {
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`took longer than ${ms / 1000} s`)), ms);
    });
    try {
      await Promise.race([work(...row), late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
