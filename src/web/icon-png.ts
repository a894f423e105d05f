import { deflateSync, crc32 } from 'node:zlib';

type Point = readonly [number, number];

interface Shape {
  readonly colour: readonly [number, number, number];
  readonly outline: readonly Point[];
}

/** Lines of a picture are looked at so many times, so that slanting edges are smooth. */
const rounds = 4;

/** The icon of `site-icon.ts` in a square of 64: a green round with two leaves. */
const leaves: readonly Shape[] = [
  { colour: [0xf6, 0xc4, 0x53], outline: leaf(1) },
  { colour: [0xff, 0xf6, 0xe3], outline: leaf(-1) },
];
const ground = [0x1f, 0x5c, 0x46] as const;

/**
 * The icon as a PNG (RFC 2083), for telephones that put it on their first screen.
 * @param size width and height in points
 * @param whole the green to the very edge, for systems that cut a form of their own out of it; else round
 */
export function iconPng(size: number, whole: boolean): Buffer {
  const image = Buffer.alloc(size * size * 4);
  const round: Shape = { colour: ground, outline: circle(30) };
  if (whole) for (let i = 0; i < size * size; i++) image.set([...ground, 255], i * 4);
  else paint(image, size, round, 1);
  // What is cut away may reach 10 % from each side, so the leaves stay well inside.
  for (const each of leaves) paint(image, size, each, whole ? 0.9 : 1);
  return png(image, size);
}

/** Lays a shape over an image, with the part of each point that it covers. */
function paint(image: Buffer, size: number, { colour, outline }: Shape, shrink: number): void {
  const points = outline.map(([x, y]) => [x, y].map((at) => (((at - 32) * shrink + 32) / 64) * size));
  for (let row = 0; row < size; row++) {
    const covered = new Float64Array(size);
    for (let round = 0; round < rounds; round++) {
      const spans = crossings(points, row + (round + 0.5) / rounds);
      for (let i = 0; i + 1 < spans.length; i += 2) cover(covered, spans[i]!, spans[i + 1]!);
    }
    for (let x = 0; x < size; x++)
      if (covered[x]! > 0) blend(image, (row * size + x) * 4, colour, covered[x]!);
  }
}

/** Where a line across the image enters and leaves a shape. */
function crossings(points: readonly (readonly number[])[], y: number): number[] {
  const found: number[] = [];
  points.forEach(([x1, y1], i) => {
    const [x2, y2] = points[(i + 1) % points.length]!;
    if (y1! <= y === y2! <= y) return;
    found.push(x1! + ((y - y1!) / (y2! - y1!)) * (x2! - x1!));
  });
  return found.sort((a, b) => a - b);
}

function cover(covered: Float64Array, from: number, to: number): void {
  for (let x = Math.floor(from); x < to; x++)
    covered[x]! += Math.max(0, Math.min(to, x + 1) - Math.max(from, x)) / rounds;
}

function blend(image: Buffer, at: number, colour: readonly number[], part: number): void {
  const under = image[at + 3]! / 255;
  const alpha = part + under * (1 - part);
  colour.forEach((value, i) => {
    image[at + i] = Math.round((value * part + image[at + i]! * under * (1 - part)) / alpha);
  });
  image[at + 3] = Math.round(Math.min(1, alpha) * 255);
}

/** The outline of a leaf from the stalk over its tip and back; the side says which of the two. */
function leaf(side: 1 | -1): Point[] {
  const turned = (points: readonly Point[]): Point[] => points.map(([x, y]) => [32 + side * (x - 32), y]);
  const out: readonly Point[] = [
    [32, 50],
    [18, 44],
    [14, 30],
    [20, 18],
  ];
  const back: readonly Point[] = [
    [20, 18],
    [30, 22],
    [34, 34],
    [32, 50],
  ];
  return [...curve(turned(out)), ...curve(turned(back))];
}

/** A Bezier curve as short lines. */
function curve([a, b, c, d]: readonly Point[]): Point[] {
  return Array.from({ length: 48 }, (_, i) => {
    const t = i / 48;
    const at = (k: 0 | 1): number =>
      (1 - t) ** 3 * a![k] + 3 * (1 - t) ** 2 * t * b![k] + 3 * (1 - t) * t ** 2 * c![k] + t ** 3 * d![k];
    return [at(0), at(1)];
  });
}

function circle(radius: number): Point[] {
  return Array.from({ length: 256 }, (_, i) => {
    const angle = (i / 128) * Math.PI;
    return [32 + radius * Math.cos(angle), 32 + radius * Math.sin(angle)];
  });
}

function png(image: Buffer, size: number): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 6, 0, 0, 0], 8);
  const lines = Array.from({ length: size }, (_, row) =>
    Buffer.concat([Buffer.from([0]), image.subarray(row * size * 4, (row + 1) * size * 4)]),
  );
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(Buffer.concat(lines), { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  const check = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
