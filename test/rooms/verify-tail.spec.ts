import { describe, expect, it } from '@jest/globals';
import { TestBooks } from '../support/community.js';
import { dialects } from '../support/databases.js';

describe.each(dialects)('the proof of the tail on %s', (dialect) => {
  it('looks at what came since the last proof, and only at that', async () => {
    const books = await TestBooks.open(dialect);
    try {
      const [ada, bo, cas] = (await books.accounts(3, { floor: null, ceiling: null })) as [
        string,
        string,
        string,
      ];
      for (let i = 0; i < 120; i++) await books.pay(ada, bo, 1n);
      expect(await books.verifier.tail()).toMatchObject({ exchanges: 120, differences: [] });
      await books.pay(bo, cas, 5n);
      await books.pay(ada, cas, 5n);
      expect(await books.verifier.tail()).toMatchObject({ exchanges: 2, differences: [] });
      expect(await books.verifier.tail()).toMatchObject({ exchanges: 0, differences: [] });
      expect(await books.verifier.full()).toMatchObject({ exchanges: 122, differences: [] });
    } finally {
      await books.close();
    }
  });
});
