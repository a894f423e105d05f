import { camera } from './camera.js';
import { ear } from './ear.js';
import { photo } from './photo.js';
import { voice } from './voice.js';

/** What runs on every page, once it is there. Each part works on its own, and the page works without any. */
const parts: readonly (() => void)[] = [ear, voice, camera, photo];

/** The script of the pages, as text. A part that fails leaves the others alone. */
export const siteScript = parts.map((part) => `try{(${String(part)})()}catch{}`).join('\n');
