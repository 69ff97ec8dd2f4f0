import { Injectable } from '@nestjs/common';
import type { Queries } from '../../database/reader.js';
import {
  type ChoiceCounts,
  choiceCounts,
  COUNTED_FILTERS,
  type CountedFilter,
  withoutFilter,
} from '../../publication/filter-counts.query.js';
import type { ServiceFilter } from '../../publication/service-filter.js';

const KEPT_AT_MOST = 1000;

/**
 * The counts beside the filters of the list. They are kept for as long as the catalogue is as it was: the pages of a list, its orders and
 * the choices of one filter ask for the same, and to add up all fields takes longer than the page.
 */
@Injectable()
export class FilterCounts {
  private state = '';
  private readonly kept = new Map<string, ChoiceCounts>();

  /** Call it inside a snapshot. */
  async of(queries: Queries, filter: ServiceFilter): Promise<Record<CountedFilter, ChoiceCounts>> {
    const state = await stateBehind(queries);
    const counts: [CountedFilter, ChoiceCounts][] = [];
    for (const counted of COUNTED_FILTERS)
      counts.push([counted, await this.one(queries, state, filter, counted)]);
    return Object.fromEntries(counts) as Record<CountedFilter, ChoiceCounts>;
  }

  private async one(
    queries: Queries,
    state: string,
    filter: ServiceFilter,
    counted: CountedFilter,
  ): Promise<ChoiceCounts> {
    const others = withoutFilter(filter, counted);
    const question = JSON.stringify([counted, Object.entries(others).sort()]);
    const known = this.state === state ? this.kept.get(question) : undefined;
    if (known) return known;
    const counts = await choiceCounts(queries, others, counted);
    if (this.state !== state || this.kept.size >= KEPT_AT_MOST) this.kept.clear();
    this.state = state;
    this.kept.set(question, counts);
    return counts;
  }
}

/** Changes with all that the catalogue shows. */
async function stateBehind(queries: Queries): Promise<string> {
  const head = await queries.get('SELECT content_seq, change_seq, list_day FROM ledger_head WHERE id = 1');
  return JSON.stringify(head);
}
