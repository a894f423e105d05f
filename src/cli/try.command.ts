import type { Installs } from './program.js';
export const tryCommand: Installs = () => undefined;
