import { fontsCss } from './fonts.js';
import { baseCss } from './styles/base.js';
import { moneyCss } from './styles/money.js';
import { helpingCss } from './styles/helping.js';
import { partsCss } from './styles/parts.js';
import { formsCss } from './styles/forms.js';
import { practiceCss } from './styles/practice.js';
import { programmesCss } from './styles/programmes.js';
import { scanCss } from './styles/scan.js';
import { soundsCss } from './styles/sounds.js';
import { startCss } from './styles/start.js';

/** The whole style sheet, without comments and needless space. Kept as text so that the built package carries it. */
export const siteCss = [
  fontsCss,
  baseCss,
  partsCss,
  moneyCss,
  formsCss,
  startCss,
  scanCss,
  soundsCss,
  programmesCss,
  practiceCss,
  helpingCss,
]
  .join('\n')
  .replace(/\/\*[^*]*\*\//g, '')
  .replace(/\s*\n\s*/g, '')
  .trim();
