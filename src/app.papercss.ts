import { sheetFit } from './web/sheet-fit.js';

/**
 * The look of what is printed for a counter, a wall or a helper: A4, or four of A6 on a sheet. `--m` is a millimetre of
 * an A4 sheet, so that the same drawing fits a quarter of it; the code then still measures 45 mm with its white edge.
 */
export const paperCss = `
@page { size: A4 portrait; margin: 0; }
.papers { color-scheme: light; overflow-x: auto; }
.leaf-a4 { --m: 1mm; inline-size: 210mm; block-size: 296.8mm; margin: 0 auto; background: #fff; color: #000; break-after: page; overflow: hidden; box-sizing: border-box; }
.leaf-a4 * { color: #000; }
.leaf-a4.four { display: grid; grid-template-columns: 105mm 105mm; grid-template-rows: 148.4mm 148.4mm; }
.leaf-a4.four .board { --m: .5mm; outline: .2mm dashed #888; outline-offset: -.1mm; }
.board { box-sizing: border-box; inline-size: 100%; block-size: 100%; padding: calc(13 * var(--m)); display: flex; flex-direction: column; align-items: center; justify-content: space-between; gap: calc(4 * var(--m)); text-align: center; overflow: hidden; }
.board .whose-sign { display: flex; align-items: center; gap: calc(6 * var(--m)); font-size: calc(13 * var(--m)); font-weight: 700; line-height: 1.15; }
.board .member, .board .face-plate { inline-size: calc(26 * var(--m)); block-size: calc(26 * var(--m)); border-radius: 50%; }
.board .price { display: flex; align-items: center; justify-content: center; gap: calc(14 * var(--m)); }
.board .what { display: flex; flex-direction: column; align-items: center; gap: calc(2 * var(--m)); font-size: calc(13 * var(--m)); font-weight: 700; line-height: 1.15; }
.board .what .plate { inline-size: calc(56 * var(--m)); block-size: calc(56 * var(--m)); }
.board .amount { gap: calc(4 * var(--m)); }
.board .figure, .board .big .figure.long { font-size: calc(44 * var(--m)); }
.board .unit { font-size: calc(14 * var(--m)); }
.board .figure-line { gap: calc(4 * var(--m)); }
.board .coin-row { gap: calc(2 * var(--m)); }
.board .coins { gap: calc(2 * var(--m)); }
.board .coin { inline-size: calc(18 * var(--m)); block-size: calc(18 * var(--m)); }
.board .pile { inline-size: calc(15 * var(--m)); block-size: calc(19 * var(--m)); }
.board .sack { inline-size: calc(16 * var(--m)); block-size: calc(19 * var(--m)); }
.board .qr { inline-size: calc(90 * var(--m)); block-size: calc(90 * var(--m)); max-inline-size: none; margin: 0; border-radius: 0; flex: none; }
.board .code { font-size: max(11pt, calc(6.5 * var(--m))); letter-spacing: .04em; margin-block-start: calc(-2 * var(--m)); }
.board .steps { inline-size: 100%; font-size: max(12pt, calc(7 * var(--m))); gap: calc(4 * var(--m)); line-height: 1.15; }
.board .steps li { gap: calc(2 * var(--m)); }
.board .steps .plate { inline-size: calc(22 * var(--m)); block-size: calc(22 * var(--m)); }
.four .board { padding-block: calc(8 * var(--m)); }
.four .board .what .plate { inline-size: calc(46 * var(--m)); block-size: calc(46 * var(--m)); }
.four .board .steps .plate { inline-size: calc(17 * var(--m)); block-size: calc(17 * var(--m)); }
.board.pickup { padding-block: 11mm; gap: 5mm; }
.pickup .gets { display: flex; gap: 14mm; }
.pickup .gets .plate { inline-size: 30mm; block-size: 30mm; }
.pickup .told, .pickup .open { display: flex; flex-direction: column; align-items: center; gap: 2mm; font-size: 6.5mm; line-height: 1.25; }
.pickup .big-said { font-size: 12mm; line-height: 1.15; font-weight: 700; }
.pickup .open { font-weight: 700; }
.pickup .open p { display: flex; align-items: center; gap: 4mm; }
.pickup .open .icon { inline-size: 12mm; block-size: 12mm; flex: none; }
.pickup .marked { font-size: 12pt; }
.board.pickup .qr { inline-size: 56mm; block-size: 56mm; }
.poster { box-sizing: border-box; block-size: 100%; padding: 14mm; display: flex; flex-direction: column; justify-content: space-between; gap: 6mm; }
.poster h2 { font-size: 18mm; line-height: 1.1; text-align: center; }
.poster ol { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 8mm; }
.poster li { display: grid; grid-template-columns: 52mm 1fr; gap: 8mm; align-items: center; }
.poster .plate { inline-size: 52mm; block-size: 52mm; }
.poster .said { font-size: 13mm; line-height: 1.15; font-weight: 700; }
.poster .tongues { display: flex; flex-wrap: wrap; gap: 1mm 5mm; padding: 0; margin-block-start: 2mm; font-size: 4.6mm; line-height: 1.35; }
.poster .tongues li { display: block; }
.poster .foot { font-size: 8mm; font-weight: 650; text-align: center; line-height: 1.25; }
.helping { box-sizing: border-box; block-size: 100%; padding: 16mm 18mm; display: flex; flex-direction: column; gap: 6mm; font-size: 14pt; line-height: 1.4; }
.helping h2 { font-size: 12mm; line-height: 1.15; }
.helping ol { list-style: none; margin: 0; padding: 0; display: grid; gap: 4.500mm; }
.helping li { display: grid; grid-template-columns: 17mm 1fr; gap: 6mm; align-items: center; font-size: 16pt; }
.helping .plate { inline-size: 17mm; block-size: 17mm; }
.attendance { box-sizing: border-box; block-size: 100%; padding: 13mm; display: flex; flex-direction: column; gap: 5mm; font-size: 14pt; line-height: 1.3; }
.attendance h2 { font-size: 10mm; line-height: 1.1; }
.attendance .sheet-facts { display: flex; flex-wrap: wrap; gap: 2mm 10mm; font-weight: 650; }
.attendance .to-fill { display: inline-block; inline-size: 45mm; border-block-end: .4mm solid #000; }
.attendance table { inline-size: 100%; border-collapse: collapse; table-layout: fixed; }
.attendance th, .attendance td { border: .3mm solid #000; padding: 1mm 2mm; text-align: start; vertical-align: middle; overflow-wrap: anywhere; }
.attendance th { font-size: 12pt; line-height: 1.15; }
.attendance tr > :nth-child(1) { inline-size: 12mm; }
.attendance tr > :nth-child(2) { inline-size: 32mm; }
.attendance tr > :nth-child(3) { inline-size: 44mm; }
.attendance td { block-size: 13.5mm; }
.attendance td .member, .attendance td .plate { display: block; inline-size: 11mm; block-size: 11mm; }
.practice-leaf { border: 10mm solid; border-image: repeating-linear-gradient(45deg, #2450b5 0 6mm, #fff 6mm 12mm) 28; }
${sheetFit('.papers .leaf-a4, .papers .sheet, .papers .leaf')}
@media screen { .leaf-a4 { margin-block-end: 1rem; box-shadow: 0 1px 6px #0004; } }
@media print { header.top, footer.bottom, .skip, .no-print { display: none !important; } main { padding: 0 !important; margin: 0 !important; max-inline-size: none !important; display: block !important; } body { background: #fff; } .papers { overflow: visible; } .board .picture-buttons { display: none; } }
`.trim();
