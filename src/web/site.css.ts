import { fontsCss } from './fonts.js';
import { baseCss } from './styles/base.js';
import { moneyCss } from './styles/money.js';
import { helpingCss } from './styles/helping.js';
import { largeCss } from './styles/large.js';
import { partsCss } from './styles/parts.js';
import { formsCss } from './styles/forms.js';
import { practiceCss } from './styles/practice.js';
import { programmesCss } from './styles/programmes.js';
import { scanCss } from './styles/scan.js';
import { soundsCss } from './styles/sounds.js';
import { startCss } from './styles/start.js';

/** The style sheet for a page that stands alone as a file and fetches nothing, without comments and needless space. */
export const siteCssAlone = [
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
  largeCss,
]
  .join('\n')
  .replace(/\/\*[^*]*\*\//g, '')
  .replace(/\s*([\n{};])\s*/g, '$1')
  .replaceAll('\n', '')
  .replaceAll(';}', '}')
  .replaceAll(' > ', '>')
  .replace(/([:,])\s+/g, '$1')
  .trim();

/** The whole style sheet of the pages. Kept as text so that the built package carries it. */
export const siteCss = `${fontsCss.replaceAll('\n', '')}${siteCssAlone}`;
