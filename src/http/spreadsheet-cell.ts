const FORMULA_START = /^[=+\-@\t\r]/;

/**
 * A text as a cell of a spreadsheet file. A text that a spreadsheet would run as a formula gets an apostrophe before it
 * (OWASP, CSV injection).
 */
export function spreadsheetCell(text: string): string {
  return FORMULA_START.test(text) ? `'${text}` : text;
}
