interface Bucket {
  left: number;
  at: number;
}

/** Beyond this many callers the ones not seen for longest are forgotten. */
const callersMost = 20_000;

/**
 * A bucket of requests for each caller, in the memory of this process: it refills steadily and holds ten seconds'
 * worth. With n processes a caller may have up to n times as much; what can be guessed is counted in the database
 * instead (TriesService), over all processes.
 */
export class Throttle {
  private readonly buckets = new Map<string, Bucket>();

  /** @param perSecond how many requests a second one caller may keep up */
  constructor(private readonly perSecond: number) {}

  /**
   * Takes one request from a caller's bucket.
   * @param caller an id, never a secret
   * @param now milliseconds since 1970
   * @returns 0 when there was one, else the whole seconds until there is
   */
  take(caller: string, now: number): number {
    const most = this.perSecond * 10;
    const known = this.buckets.get(caller);
    const left = known === undefined ? most : this.refilled(known, now, most);
    if (known !== undefined) this.buckets.delete(caller);
    else this.makeRoom();
    const taken = left >= 1 ? 1 : 0;
    // Put at the end again: the map keeps the order of last use.
    this.buckets.set(caller, { left: left - taken, at: now });
    return taken === 1 ? 0 : Math.max(1, Math.ceil((1 - left) / this.perSecond));
  }

  private refilled(bucket: Bucket, now: number, most: number): number {
    return Math.min(most, bucket.left + (Math.max(0, now - bucket.at) / 1000) * this.perSecond);
  }

  private makeRoom(): void {
    if (this.buckets.size < callersMost) return;
    for (const caller of this.buckets.keys()) {
      this.buckets.delete(caller);
      return;
    }
  }
}
