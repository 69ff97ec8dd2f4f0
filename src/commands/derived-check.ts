import type { Queries } from '../database/reader.js';
import { subjectsOutOfStep } from '../ledger/subjects-check.query.js';
import { keptCounts, type OutOfStep } from '../publication/kept-counts.query.js';
import { remadeServices } from '../publication/remade-services.query.js';

export interface DerivedVerdict {
  cells: number;
  services: number;
  outOfStep: OutOfStep[];
}

/** Makes anew everything that is kept beside the records and follows from them, and compares. Call it inside a snapshot. */
export async function derivedOutOfStep(queries: Queries): Promise<DerivedVerdict> {
  const { cells, services, outOfStep } = await keptCounts(queries);
  const remade = await remadeServices(queries);
  const subjects = (await subjectsOutOfStep(queries)).map(({ side, row }) => ({
    table: 'ledger_subject' as const,
    side,
    row,
  }));
  return { cells, services, outOfStep: [...remade, ...outOfStep, ...subjects] };
}
