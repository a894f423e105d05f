interface Asker<V> {
  readonly resolve: (found: V | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Looks many things up together: whoever asks while an answer is under way goes into the next question. One request
 * alone waits for nobody, and a crowd costs hardly more than one.
 */
export class Gathered<V> {
  private waiting = new Map<string, Asker<V>[]>();
  private asking = false;

  /** @param ask finds what there is of some keys, all different */
  constructor(private readonly ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) {}

  /** @returns undefined when there is nothing under this key */
  find(key: string): Promise<V | undefined> {
    return new Promise((resolve, reject) => {
      const askers = this.waiting.get(key);
      if (askers === undefined) this.waiting.set(key, [{ resolve, reject }]);
      else askers.push({ resolve, reject });
      if (this.asking) return;
      this.asking = true;
      // The end of this turn of the event loop: what is asked in the same turn comes along.
      setImmediate(() => void this.askAll());
    });
  }

  private async askAll(): Promise<void> {
    while (this.waiting.size > 0) {
      const asked = this.waiting;
      this.waiting = new Map();
      try {
        const found = await this.ask([...asked.keys()]);
        for (const [key, askers] of asked) for (const { resolve } of askers) resolve(found.get(key));
      } catch (error) {
        for (const askers of asked.values()) for (const { reject } of askers) reject(error);
      }
    }
    this.asking = false;
  }
}
