import { createHash } from 'node:crypto';

/** The receipt on paper: a slip of A6, which style sheets have no name for, with nothing of the page around it. */
export const slipCss = [
  '@page{size:105mm 148mm;margin:6mm}',
  'html{font-size:12pt;line-height:1.15}',
  '.top,.bottom,.no-slip{display:none!important}',
  'main{display:block;padding:0;margin:0;max-inline-size:none}',
  '.card{border:0;padding:0;gap:1mm;break-inside:auto;box-shadow:none}',
  '.state{padding:.5mm 2mm;font-size:1rem;gap:2mm}',
  '.state .plate{inline-size:8mm;block-size:8mm}',
  '.figure{font-size:1.6rem}',
  '.amount{gap:1mm}',
  '.handover-amount{padding-block-start:1mm}',
  '.facts>div{grid-template-columns:2fr 4fr;padding-block:.3mm;gap:2mm}',
  '.code{font-size:1rem}',
  '.handover{gap:1mm}',
  '.handover .member.big,.handover .face-plate{inline-size:12mm;block-size:12mm}',
  '.handover-arrow{margin-block-start:5mm!important}',
  '.handover-arrow .icon{inline-size:8mm;block-size:8mm}',
  '.coin{inline-size:5mm;block-size:5mm}',
  '.qr{max-inline-size:34mm;border-radius:0}',
  '.facts dt .plate,.facts dt .icon{display:none}',
  '.proof-line{display:block}',
  // What is folded on the screen is not folded on paper.
  'details.more::details-content{content-visibility:visible;block-size:auto}',
  'details.more summary{display:none!important}',
].join('');

/** Where it is served: the name holds a hash of the content, so browsers may keep it for ever. */
export const slipPath = `/assets/slip.${createHash('sha256').update(slipCss).digest('base64url').slice(0, 12)}.css`;
