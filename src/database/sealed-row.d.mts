/** The primary key of a row, in the order of its columns. */
export type Key = (string | number)[];
/** The key of a row and its hash, or null where the row is gone. */
export type Seal = [...Key, string | null];

/** Where the values of a row are found: by names of properties or columns, or by their places in a list. */
export interface RowShape {
  key: readonly (string | number)[];
  members: readonly { at: string | number; prefix: string }[];
}

export function hashOf(shape: RowShape, row: object): string;
export function sealOf(shape: RowShape, row: object): Seal;
export function sealOfGone(shape: RowShape, row: object): Seal;
export function placed(shape: RowShape, names: readonly string[]): RowShape;
