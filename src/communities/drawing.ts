/**
 * The pictograms that members meet and a community may replace by its own (S59), the token first. What points somewhere
 * stays ours: it turns round with the direction of reading.
 */
export const drawingNames = [
  ...['coin', 'pay', 'receive', 'scan', 'card', 'purse', 'voucher', 'gift', 'loan', 'pot'],
  ...[
    'person',
    'household',
    'group',
    'shop',
    'town',
    'together',
    'meal',
    'goods',
    'lesson',
    'room',
    'activity',
  ],
  ...['hour', 'calendar', 'receipt', 'home', 'help', 'ear', 'yes', 'no'],
] as const;
export type DrawingName = (typeof drawingNames)[number];

export function isDrawingName(name: string): name is DrawingName {
  return (drawingNames as readonly string[]).includes(name);
}

/** Points of a drawing, each way, and the most bytes that it may have. */
export const drawingSide = 192;
export const drawingBytesMost = 60_000;

export type PhotoRefusal = 'photo_too_large' | 'photo_too_small' | 'photo_not_readable';
