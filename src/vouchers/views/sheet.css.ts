import { sheetFit } from '../../web/sheet-fit.js';
import { lightColours } from '../../web/styles/base.js';

/**
 * The look of what is printed: A4, margins of 10 mm for home printers, eight vouchers of 95 by 69 mm on a sheet. No
 * type under 12 points, and the code 25 mm and more, with its white edge within 32 mm (U34). Paper is never dark, nor
 * are the words of a page that shows it.
 */
export const sheetCss = `
@page { size: A4; margin: 0; }
:root:root { color-scheme: light; ${lightColours} }
html, body { background: #fff; color: #000; margin: 0; }
.leaf { position: relative; inline-size: 210mm; block-size: 296.9mm; overflow: hidden; break-after: page; box-sizing: border-box; font-size: 12pt; line-height: 1.15; text-align: start; }
.leaf:last-of-type { break-after: auto; }
.marks { position: absolute; inset: 0; inline-size: 210mm; block-size: 297mm; }
.marks path { stroke: #000; stroke-width: .2; fill: none; }
.tickets { position: absolute; inset-inline-start: 10mm; inset-block-end: 10mm; inline-size: 190mm; display: grid; grid-template-columns: 95mm 95mm; grid-auto-rows: 69.2mm; }
.ticket { box-sizing: border-box; padding: 1.7mm 3mm; break-inside: avoid; overflow: hidden; display: grid; grid-template-columns: 32mm minmax(0, 1fr); grid-template-rows: minmax(40.5mm, auto) auto; gap: 0 2.5mm; align-content: space-between; border-inline-start: 2.5mm solid #17703d; }
.ticket.edge-1 { border-color: #2450b5; }
.ticket.edge-2 { border-color: #b04a00; }
.ticket.edge-3 { border-color: #6a37b0; }
.ticket.edge-4 { border-color: #b0266f; }
.ticket .qr { inline-size: 32mm; block-size: 32mm; display: block; max-inline-size: none; }
.ticket .codes { font-family: ui-monospace, monospace; font-weight: 700; line-height: 1; white-space: nowrap; }
.ticket p, .ticket ul { margin: 0; }
.ticket > div { min-inline-size: 0; }
.ticket .said { display: flex; flex-direction: column; gap: .8mm; }
.ticket .said > * { flex: none; }
.ticket .use { display: flex; flex-direction: column; align-items: center; max-inline-size: 24mm; }
.ticket .worth { display: flex; align-items: center; justify-content: space-between; gap: 1mm; }
.ticket .worth .plate { inline-size: 12mm; block-size: 12mm; border: .3mm solid #b98c3c; border-radius: 3mm; }
.ticket .drawn { display: flex; align-items: center; gap: 2mm; }
.ticket .drawn .icon { inline-size: 7mm; block-size: 7mm; flex: none; }
.ticket .day-leaf { inline-size: 15mm; block-size: 10mm; flex: none; }
.ticket .gate .icon:first-of-type { margin-inline-end: -1mm; }
.ticket .giver { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; font-weight: 700; }
.ticket .amount { flex-direction: row; flex-wrap: wrap; align-items: center; gap: 0 2mm; color: #000; }
.ticket .figure, .ticket .amount.line .figure { font-size: 24pt; }
.ticket .unit, .ticket .amount.line .unit { font-size: 13pt; }
.ticket .coin-row { gap: .8mm; }
.ticket .coin { inline-size: 5.5mm; block-size: 5.5mm; }
.ticket .foot { grid-column: 1 / -1; line-height: 1.03; }
/* What hangs below the line is not cut off with what is too long. */
.ticket .giver, .ticket .one-line { padding-block-end: .2em; margin-block-end: -.2em; }
.ticket .one-line { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.letter-texts { position: absolute; inset-block-start: 15mm; inset-inline: 20mm; display: grid; grid-auto-flow: column; grid-auto-columns: minmax(0, 1fr); gap: 8mm; }
.letter-text { font-size: 14pt; line-height: 1.5; white-space: pre-line; text-align: start; }
.letter-text .mark { margin: 0 0 2mm; font-size: 12pt; font-weight: 700; }
.screen-only .languages { display: flex; flex-wrap: wrap; gap: .5rem 1rem; }
.screen-only .languages a { display: inline-block; padding: .75rem .25rem; }
.screen-only .languages a[aria-current] { font-weight: 700; }
${sheetFit('body > .leaf')}
.screen-only { padding: 1rem; font-size: 1rem; }
@media print { .screen-only { display: none; } }
`
  .replace(/\s*\n\s*/g, '\n')
  .trim();

/** How the address says which version of it is meant. */
export const sheetCssPath = '/voucher-sheets/sheet.css';
