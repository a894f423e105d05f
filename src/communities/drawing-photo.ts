import type { Sharp } from 'sharp';
import { drawingBytesMost, drawingSide, type PhotoRefusal } from './drawing.js';

/** Points of a photograph at most, before any of it is read. */
const pointsMost = 64_000_000;
/** What telephones write. Drawings made of words, such as SVG, may hold more than a picture. */
const kinds: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp']);

/**
 * The middle of a photograph as a small round PNG, upright. Only its points go on: what a camera wrote about people,
 * places and days is gone.
 * @param photo JPEG, PNG or WebP
 */
export async function roundDrawing(photo: Buffer): Promise<Buffer | PhotoRefusal> {
  // Some megabytes that most communities never need.
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  try {
    const picture = sharp(photo, { limitInputPixels: false, failOn: 'error' });
    const { format, width, height } = await picture.metadata();
    if (!kinds.has(format)) return 'photo_not_readable';
    if (width * height > pointsMost) return 'photo_too_large';
    if (Math.min(width, height) < drawingSide) return 'photo_too_small';
    const middle = picture.autoOrient().resize(drawingSide, drawingSide, { fit: 'cover' });
    const points = await middle.removeAlpha().toColourspace('srgb').raw().toBuffer();
    const round = { width: drawingSide, height: drawingSide, channels: 4 } as const;
    return await small(sharp(cutRound(points), { raw: round }));
  } catch (error) {
    // It says nothing else than that this is no picture it can read.
    if (error instanceof Error) return 'photo_not_readable';
    throw error;
  }
}

/** @returns the points, each with how much of it is seen: all inside the circle, a part at its edge, else nothing */
function cutRound(points: Buffer): Buffer {
  const image = Buffer.alloc(drawingSide * drawingSide * 4);
  const middle = (drawingSide - 1) / 2;
  for (let y = 0; y < drawingSide; y++) {
    for (let x = 0; x < drawingSide; x++) {
      const inside = drawingSide / 2 - Math.hypot(x - middle, y - middle) + 0.5;
      const at = y * drawingSide + x;
      if (inside <= 0) continue;
      points.copy(image, at * 4, at * 3, at * 3 + 3);
      image[at * 4 + 3] = Math.round(255 * Math.min(1, inside));
    }
  }
  return image;
}

/** In as many colours as there is place for. */
async function small(image: Sharp): Promise<Buffer> {
  const whole = await image.clone().png({ compressionLevel: 9 }).toBuffer();
  if (whole.length <= drawingBytesMost) return whole;
  return image.png({ compressionLevel: 9, palette: true, colours: 128 }).toBuffer();
}
