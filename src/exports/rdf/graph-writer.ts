import type { Quad } from 'n3';

/** Turns statements into text piece by piece, so that a graph of any size is written in flat memory. */
export interface GraphWriter {
  /** @returns the text of these, together with what must stand before them */
  add(quads: readonly Quad[]): string;
  /** @returns what must stand at the end */
  end(): string;
}
