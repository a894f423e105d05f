import { again } from './again.js';
import { came } from './came.js';
import { camera } from './camera.js';
import { ear } from './ear.js';
import { glad } from './glad.js';
import { hide } from './hide.js';
import { greetings } from './greetings.js';
import { idle } from './idle.js';
import { install } from './install.js';
import { keep } from './keep.js';
import { microphone } from './microphone.js';
import { paper } from './paper.js';
import { photo } from './photo.js';
import { settle } from './settle.js';
import { unsent } from './settle-unsent.js';
import { submit } from './submit.js';
import { unsendable } from './unsendable.js';
import { voice } from './voice.js';

/** What runs on every page, once it is there. Each part works on its own, and the page works without any. */
const parts: readonly (() => void)[] = [
  submit,
  hide,
  ear,
  voice,
  camera,
  photo,
  settle,
  unsent,
  keep,
  microphone,
  paper,
  idle,
  again,
  came,
  glad,
  greetings,
  install,
  unsendable,
];

/** The script of the pages, as text. A part that fails leaves the others alone. */
export const siteScript = parts.map((part) => `try{(${String(part)})()}catch{}`).join('\n');
