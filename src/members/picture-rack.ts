import { randomInt } from 'node:crypto';
import { colourKeys, pictureKeys } from './person.js';

export interface PictureUse {
  readonly picture: string;
  readonly colour: string;
  readonly uses: number;
}

export interface Look {
  readonly picture: string;
  readonly colour: string;
}

const keyOf = ({ picture, colour }: Look) => `${picture} ${colour}`;

/**
 * Which pictures of a community are still free (U01): a picture nobody has; once all are taken, a picture in a colour
 * nobody has it in; once those are taken too, the ones used least.
 */
export class PictureRack {
  private readonly combined = new Map<string, number>();
  private readonly single = new Map<string, number>();
  private readonly before = new Map<string, number>();
  private offer: Look[] = [];
  private round = -1;

  constructor(uses: readonly PictureUse[]) {
    for (const { picture, colour, uses: count } of uses) {
      this.before.set(keyOf({ picture, colour }), count);
      this.add({ picture, colour }, count);
    }
  }

  /** Whether a member may have this look. */
  isFree(look: Look): boolean {
    if (this.usesOf(look.picture) === 0) return true;
    if (this.freePictures().length > 0) return false;
    return (this.combined.get(keyOf(look)) ?? 0) <= this.fewest();
  }

  /** Whether a member may have this picture in one colour or another. */
  isPictureFree(picture: string): boolean {
    return colourKeys.some((colour) => this.isFree({ picture, colour }));
  }

  /** The pictures nobody has, in order. */
  freePictures(): string[] {
    return pictureKeys.filter((picture) => this.usesOf(picture) === 0);
  }

  /** The pictures that somebody new may choose, in order: never none, however many there are already. */
  choosable(): string[] {
    const free = this.freePictures();
    if (free.length > 0) return free;
    const fewest = this.fewest();
    const isLeft = (picture: string): boolean =>
      colourKeys.some((colour) => this.count({ picture, colour }) <= fewest);
    return pictureKeys.filter(isLeft);
  }

  /** A free look in one colour or any, drawn by lot, and takes it. */
  draw(wish: Partial<Look> = {}): Look {
    const look = wish.picture === undefined && wish.colour === undefined ? this.next() : this.near(wish);
    this.take(look);
    return look;
  }

  take(look: Look): void {
    this.add(look, 1);
  }

  giveBack(look: Look): void {
    if ((this.combined.get(keyOf(look)) ?? 0) > 0) this.add(look, -1);
  }

  /** What changed since the rack was read: how often a look was used then, and is now. */
  changes(): Array<Look & { before: number; after: number }> {
    return [...this.combined].flatMap(([key, after]) => {
      const before = this.before.get(key) ?? 0;
      const [picture, colour] = key.split(' ') as [string, string];
      return before === after ? [] : [{ picture, colour, before, after }];
    });
  }

  /** Looks by lot, in rounds, so that thousands can be drawn at once without searching for each. */
  private next(): Look {
    for (;;) {
      const look = this.offer.pop();
      if (look === undefined) this.fill();
      else if (this.isStillOffered(look)) return look;
    }
  }

  private fill(): void {
    const free = this.freePictures();
    if (free.length > 0) {
      this.round = -1;
      this.offer = shuffled(
        free.map((picture) => ({ picture, colour: colourKeys[randomInt(colourKeys.length)]! })),
      );
      return;
    }
    this.round = this.fewest();
    this.offer = shuffled(allLooks().filter((look) => (this.combined.get(keyOf(look)) ?? 0) === this.round));
  }

  private isStillOffered(look: Look): boolean {
    if (this.round === -1) return this.usesOf(look.picture) === 0;
    return (this.combined.get(keyOf(look)) ?? 0) === this.round;
  }

  /** With half a wish: what fits it and is free, else what fits it and is used least. */
  private near(wish: Partial<Look>): Look {
    const fitting = shuffled(
      allLooks().filter(
        (look) =>
          (wish.picture === undefined || look.picture === wish.picture) &&
          (wish.colour === undefined || look.colour === wish.colour),
      ),
    );
    const free = fitting.find((look) => this.isFree(look));
    if (free !== undefined) return free;
    return fitting.reduce((best, look) => (this.count(look) < this.count(best) ? look : best));
  }

  private count(look: Look): number {
    return this.combined.get(keyOf(look)) ?? 0;
  }

  private fewest(): number {
    return Math.min(...allLooks().map((look) => this.count(look)));
  }

  /** How many members have a picture, in whatever colour. */
  usesOf(picture: string): number {
    return this.single.get(picture) ?? 0;
  }

  /** The same when the rack was read. */
  usesBefore(picture: string): number {
    return colourKeys.reduce((sum, colour) => sum + (this.before.get(keyOf({ picture, colour })) ?? 0), 0);
  }

  private add(look: Look, count: number): void {
    this.combined.set(keyOf(look), this.count(look) + count);
    this.single.set(look.picture, this.usesOf(look.picture) + count);
  }
}

function allLooks(): Look[] {
  return pictureKeys.flatMap((picture) => colourKeys.map((colour) => ({ picture, colour })));
}

function shuffled<T>(list: T[]): T[] {
  for (let i = list.length - 1; i > 0; i--) {
    const j = randomInt(i + 1);
    [list[i], list[j]] = [list[j]!, list[i]!];
  }
  return list;
}
