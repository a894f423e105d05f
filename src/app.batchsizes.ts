/** How many vouchers a group makes at once on its pages: whole sheets of eight. */
export const sheetCounts = [8, 16, 24, 40] as const;
export const sheetsMost = 400;
