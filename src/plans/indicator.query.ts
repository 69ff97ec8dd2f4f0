import type { Queries } from '../database/reader.js';
import { groupBy } from '../domain/group-by.js';
import type { Comparator } from './measurement-rules.js';

/** One figure as it was stated, with its words; a later one corrects it and stands beside it. */
export interface Measurement {
  no: number;
  planYear: number;
  period: string;
  /** Decimal number as text; null where the source gives none. */
  value: string | null;
  comparator: Comparator;
  quote: string | null;
  source: string | null;
  recordedAt: string;
}

export interface Indicator {
  id: string;
  position: number;
  group: string;
  name: string;
  nameEn: string | null;
  unit: string | null;
  /** In the order in which they were recorded. */
  history: Measurement[];
}

/** @param year only measurements of this plan year; left out: all */
interface Wanted {
  id?: string;
  year?: number;
}

/** Indicators in their order with their measurements; call it inside a snapshot or a transaction. */
export async function indicatorsOf(queries: Queries, { id, year }: Wanted = {}): Promise<Indicator[]> {
  const indicators = await queries.all<Omit<Indicator, 'history'>>(
    `SELECT id, position, group_key AS "group", name, name_en AS "nameEn", unit FROM indicator
     ${id === undefined ? '' : 'WHERE id = :id'} ORDER BY position, id`,
    id === undefined ? {} : { id },
  );
  const conditions = [
    ...(id === undefined ? [] : ['indicator_id = :id']),
    ...(year === undefined ? [] : ['plan_year = :year']),
  ];
  const measurements = await queries.all<Measurement & { indicatorId: string }>(
    `SELECT indicator_id AS "indicatorId", no, plan_year AS "planYear", period, value, comparator, quote, source,
       recorded_at AS "recordedAt"
     FROM measurement ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`} ORDER BY indicator_id, no`,
    { ...(id === undefined ? {} : { id }), ...(year === undefined ? {} : { year }) },
  );
  const byIndicator = groupBy(measurements, (measurement) => measurement.indicatorId);
  const statementOf = ({
    indicatorId: _indicatorId,
    ...measurement
  }: Measurement & { indicatorId: string }) => measurement;
  return indicators.map((indicator) => ({
    ...indicator,
    history: (byIndicator.get(indicator.id) ?? []).map(statementOf),
  }));
}
