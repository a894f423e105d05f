import { inThread } from './photo-thread.js';

const reader = new URL('./photo-reader', import.meta.url);

/**
 * The texts of the QR codes in a photograph (ZXing), each once; none when it is no picture, or too much at once.
 * @param photo JPEG, PNG or whatever else a telephone takes
 * @param most how many codes at most are looked for
 */
export async function codesIn(photo: Buffer, most = 1): Promise<string[]> {
  const texts = await inThread<readonly string[]>(reader, { photo: new Uint8Array(photo), most }, []);
  return [...new Set(texts)];
}
