/** A4 in CSS points of 96 an inch, and what a page leaves free beside its sheets. */
const sheetWidth = 794;
const beside = 40;
/** Widths of screens, each the beginning of a step; from the last on a sheet is as wide as on paper. */
const widths = [280, 320, 360, 375, 390, 412, 430, 480, 540, 600, 680, 760, 840];

/**
 * Shows sheets of A4 as wide as a small screen is, in steps, and leaves the printer alone.
 * @param sheets which parts of the page are sheets, as a selector
 * @returns style for a page that prints
 */
export function sheetFit(sheets: string): string {
  const steps = widths.slice(1).map((end, i) => {
    const zoom = Math.floor(((widths[i]! - beside) / sheetWidth) * 1000) / 1000;
    return `@media screen and (max-width: ${end - 0.02}px) { ${sheets} { zoom: ${zoom}; } }`;
  });
  return steps.reverse().join('\n');
}
