/** A row as it was taken in: its number as the person's own program has it, and the cells of the columns that mean something, as they stand. */
export type TakenRow = readonly [number, ...string[]];

export function lineOfRow(row: TakenRow): string {
  return `${JSON.stringify(row)}\n`;
}

export function rowOfLine(line: string): TakenRow {
  return JSON.parse(line) as TakenRow;
}
