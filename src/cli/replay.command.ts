import type { Installs } from './program.js';
export const replayCommand: Installs = () => undefined;
