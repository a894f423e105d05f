declare module 'pngjs' {
  /** Reads a PNG; the pixels are four bytes each: red, green, blue, opacity. */
  export const PNG: { sync: { read(png: Buffer): { width: number; height: number; data: Buffer } } };
}
