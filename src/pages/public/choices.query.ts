import type { Queries } from '../../database/reader.js';
import type { Choice } from '../options.js';

/** What forms offer to choose from. */
export interface Choices {
  agencies: Choice[];
  fields: Choice[];
}

/**
 * Every agency, those of the province first, and every field, by name. Two ministries may give their own field the same name: then
 * the ministry stands beside it.
 */
export async function choices(queries: Queries): Promise<Choices> {
  return {
    agencies: await queries.all<Choice>(
      `SELECT code AS value, name AS text FROM agency
       ORDER BY CASE level WHEN 'province' THEN 0 WHEN 'district' THEN 1 ELSE 2 END, name_sort, code`,
    ),
    fields: await queries.all<Choice>(
      `SELECT code AS value,
         CASE WHEN COUNT(*) OVER (PARTITION BY name) = 1 THEN name
              ELSE name || ' (' || COALESCE(ministry_code, code) || ')' END AS text
       FROM field ORDER BY name_sort, code`,
    ),
  };
}
