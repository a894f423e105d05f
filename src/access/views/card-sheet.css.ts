import { sheetFit } from '../../web/sheet-fit.js';

/**
 * Ten cards of credit-card size on A4. The code with its white edge is 32 mm wide: on a code of 33 modules (version 4,
 * level Q) that leaves 25.7 mm for the code itself and 0.78 mm a module. Drawings to cut out fit its ring.
 */
export const cardCss = `
@page { size: A4 portrait; margin: 0; }
.sheet { display: grid; grid-template-columns: repeat(2, 85.6mm); grid-template-rows: repeat(5, 54mm); justify-content: center; align-content: center; inline-size: 210mm; block-size: 297mm; margin: 0 auto; break-after: page; color: #000; background: #fff; box-sizing: border-box; }
.paper-card { display: grid; grid-template-columns: 34mm 1fr; align-items: center; gap: 2mm; padding: 3mm; outline: .2mm dashed #888; outline-offset: -.1mm; overflow: hidden; box-sizing: border-box; break-inside: avoid; }
.paper-card .qr { inline-size: 32mm; block-size: 32mm; max-inline-size: none; margin: 0; border-radius: 0; }
.paper-card .words { display: flex; flex-direction: column; align-items: flex-start; justify-content: space-between; block-size: 100%; min-inline-size: 0; }
.paper-card .card-whose { display: flex; align-items: center; justify-content: space-between; gap: 2mm; inline-size: 100%; }
.paper-card .card-picture { inline-size: 20mm; block-size: 20mm; flex: none; border: .5mm dashed #666; border-radius: 50%; box-sizing: border-box; }
.paper-card .card-coin { display: flex; flex: 1; flex-direction: column; align-items: center; gap: 1mm; }
.paper-card .coin { inline-size: 9mm; block-size: 9mm; }
.paper-card .card-line { display: flex; align-items: center; gap: 1.5mm; font-weight: 700; font-size: 5mm; }
.paper-card .card-line .icon { inline-size: 6mm; block-size: 6mm; }
.paper-card .card-number { margin: 0; font-size: 6mm; font-weight: 700; letter-spacing: .3mm; font-variant-numeric: tabular-nums; }
.paper-card .card-help { margin: 0; font-size: 4.3mm; line-height: 1.2; overflow-wrap: anywhere; }
.sheet.stickers { grid-template-columns: repeat(8, 24mm); grid-template-rows: none; grid-auto-rows: 24mm; place-items: center; }
.stickers .member { inline-size: 20mm; block-size: 20mm; }
@media screen { .sheets { overflow-x: auto; } }
${sheetFit('.sheets .sheet')}
@media print { header.top, footer.bottom, .skip, .not-printed { display: none !important; } main { padding: 0 !important; margin: 0 !important; max-inline-size: none !important; } body { background: #fff; } }
`.trim();
