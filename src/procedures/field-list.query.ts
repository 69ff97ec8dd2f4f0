import type { Queries } from '../database/reader.js';
import { type Page, stateOf } from '../http/pages.js';

export interface FieldView {
  code: string;
  name: string;
  nameEn: string | null;
  ministryCode: string | null;
  /** Procedures made public and not repealed. */
  procedures: number;
  /** Services in today’s published list. */
  services: number;
}

interface FieldRow {
  code: string;
  name: string;
  name_en: string | null;
  ministry_code: string | null;
  procedures: number;
  services: number;
}

/** Every field by name; there are some hundred. Call it inside a snapshot. */
export async function fieldList(queries: Queries): Promise<Page<FieldView>> {
  const rows = await queries.all<FieldRow>(
    `SELECT f.code, f.name, f.name_en, f.ministry_code,
            COALESCE(p.procedures, 0) AS procedures, COALESCE(s.services, 0) AS services
     FROM field f
     LEFT JOIN (SELECT field_code, COUNT(*) AS procedures FROM procedure WHERE status = 'published'
                GROUP BY field_code) p ON p.field_code = f.code
     LEFT JOIN (SELECT field_code, COUNT(*) AS services FROM published_service GROUP BY field_code) s
       ON s.field_code = f.code
     ORDER BY f.name_sort, f.code`,
  );
  const items = rows.map((row) => ({
    code: row.code,
    name: row.name,
    nameEn: row.name_en,
    ministryCode: row.ministry_code,
    procedures: row.procedures,
    services: row.services,
  }));
  return { items, next: null, total: items.length, ...(await stateOf(queries)) };
}
