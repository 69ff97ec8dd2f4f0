import type { Engine } from '../database/dialect.js';
import { perEngine } from '../database/sql.js';
import { ALL_FIELDS } from './coverage-cells.js';
import { type ServiceSelection, tableOf } from './service-filter.js';

/** Where a selection is counted. */
export interface CountedBy {
  /** With the alias `s`. */
  from: string;
  /** How many services all rows are. */
  count: string;
  /** How many services a row stands for. */
  each: string;
  conditions: readonly string[];
}

/**
 * A selection is counted in the cells that are kept in step with the list and with the history, as far as they tell it apart, and else by its
 * services.
 * @param byField whether the counts are of each field
 */
export function countedBy(engine: Engine, selection: ServiceSelection, byField = false): CountedBy {
  const { cells, isCurrent, params } = selection;
  if (cells && isCurrent) {
    // The cells hold every service under its field and under all fields: a condition on the field chooses already.
    const all = params['field'] === undefined ? [`s.field_code ${byField ? '<>' : '='} '${ALL_FIELDS}'`] : [];
    return { from: 'coverage_cell s', ...BY_NUMBER, conditions: [...all, ...cells] };
  }
  if (cells && !byField) return { from: pastCells(engine), ...BY_NUMBER, conditions: cells };
  return { from: `${tableOf(selection)} s`, count: 'COUNT(*)', each: '1', conditions: selection.conditions };
}

const BY_NUMBER = { count: 'COALESCE(SUM(s.n), 0)', each: 's.n' };

/** Of each cell the number of the day that was asked for: one search for each in the key of the counts. */
const pastCells = perEngine(
  (engine) => `(SELECT c.*, d.n
    FROM past_cell c ${engine === 'postgres' ? BESIDE_EACH : OF_THE_LAST_DAY} WHERE d.n > 0) s`,
);

/** PostgreSQL would rather read all counts than find so many of them by a subquery. */
const BESIDE_EACH = `CROSS JOIN LATERAL
  (SELECT l.n FROM past_count l WHERE l.cell_id = c.id AND l.from_day <= :asOf ORDER BY l.from_day DESC LIMIT 1) d`;

const OF_THE_LAST_DAY = `JOIN past_count d ON d.cell_id = c.id
  AND d.from_day = (SELECT MAX(l.from_day) FROM past_count l WHERE l.cell_id = c.id AND l.from_day <= :asOf)`;
