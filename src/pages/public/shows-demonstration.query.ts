import type { Queries } from '../../database/reader.js';
import { inList } from '../../database/sql.js';

/** Whether any of the services is made up to show the software, which the page then has to say. */
export async function showsDemonstration(queries: Queries, services: readonly string[]): Promise<boolean> {
  const shown = await queries.get<{ n: number }>(
    `SELECT COUNT(*) AS n FROM public_service
     WHERE demonstration = 1 AND id IN ${inList(queries.engine, 'ids')}`,
    { ids: JSON.stringify(services) },
  );
  return shown!.n > 0;
}
