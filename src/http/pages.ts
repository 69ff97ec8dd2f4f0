import type { Queries } from '../database/reader.js';

/** A page of a list, as every list of the API answers. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
  total: number;
  asOf: string;
  seq: number;
}

/** The day and the last change of the published list that the state behind `queries` belongs to. */
export async function stateOf(queries: Queries): Promise<{ asOf: string; seq: number }> {
  const head = await queries.get<{ list_day: string; change_seq: number }>(
    'SELECT list_day, change_seq FROM ledger_head WHERE id = 1',
  );
  return { asOf: head!.list_day, seq: head!.change_seq };
}
