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
export function countedBy(selection: ServiceSelection, byField = false): CountedBy {
  const { cells, isCurrent, params } = selection;
  if (cells && isCurrent) {
    // The cells hold every service under its field and under all fields: a condition on the field chooses already.
    const all = params['field'] === undefined ? [`s.field_code ${byField ? '<>' : '='} '${ALL_FIELDS}'`] : [];
    return { from: 'coverage_cell s', ...BY_NUMBER, conditions: [...all, ...cells] };
  }
  if (cells && !byField) return { from: PAST_CELLS, ...BY_NUMBER, conditions: cells };
  return { from: `${tableOf(selection)} s`, count: 'COUNT(*)', each: '1', conditions: selection.conditions };
}

const BY_NUMBER = { count: 'COALESCE(SUM(s.n), 0)', each: 's.n' };

/** Of each cell the number of the day that was asked for. */
const PAST_CELLS = `(SELECT c.agency_code, c.level, c.basis, c.declared_level, c.verified_level, c.has_forms, c.demonstration, d.n
  FROM past_cell c JOIN past_count d ON d.cell_id = c.id
  WHERE d.n > 0 AND d.from_day = (SELECT MAX(l.from_day) FROM past_count l WHERE l.cell_id = c.id AND l.from_day <= :asOf)) s`;
