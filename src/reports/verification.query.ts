import type { Queries } from '../database/reader.js';
import { emptyTally, type NumberContext, type Tally } from '../domain/coverage.js';
import {
  BASES,
  type ByBasis,
  VERIFICATION_RULES,
  type VerificationCounts,
  verificationCounts,
} from '../domain/verification-counts.js';
import { narrowed, selectServices, type ServiceFilter } from '../publication/service-filter.js';
import { type Counted, countBy } from './counted-rows.query.js';
import { LIST_WORDS, listPath } from './list-link.js';
import { catalogueHead, contextOf, type Grouping, type ReportQuestion, scopeOf } from './report-question.js';

export interface VerificationRow extends VerificationCounts {
  key: string;
  name: string;
  /** Path of the list of everything counted in `total`. */
  list: string;
}

export interface VerificationReport extends NumberContext {
  rows: VerificationRow[];
  totals: Omit<VerificationRow, 'key' | 'name'>;
  by: Grouping;
  scope: 'own' | 'subtree';
  rules: typeof VERIFICATION_RULES;
  seq: number;
  /** What has to be added to a row's list to open the list behind a count of `byBasis`; words of levels may follow. */
  listWords: ByBasis<string>;
  levelWords: Pick<typeof LIST_WORDS, 'none' | 'exact'>;
}

const BASIS_WORDS = Object.fromEntries(BASES.map((basis) => [basis, `&basis=${basis}`])) as ByBasis<string>;
const LEVEL_WORDS = { none: LIST_WORDS.none, exact: LIST_WORDS.exact };

/**
 * How much was verified, how much of it has changed since, and how much was claimed too much, with the levels by what they
 * rest on. Call it inside a snapshot.
 * @throws Problem 404 where the agency or field does not exist
 */
export async function verificationReport(
  queries: Queries,
  question: Omit<ReportQuestion, 'unit' | 'basis'> & { by?: Grouping },
): Promise<VerificationReport> {
  const { by = 'agency', scope = 'own' } = question;
  const head = await catalogueHead(queries);
  const context = contextOf(question, head);
  const selection = await selectServices(queries, scopeOf(question), head.listDay);
  const counted = {} as ByBasis<Counted>;
  for (const basis of BASES) {
    counted[basis] = await countBy(
      queries,
      narrowed(selection, `s.basis = '${basis}'`),
      question,
      by,
      context,
    );
  }
  const row = (tallyOf: (of: Counted) => Tally | undefined, filter: ServiceFilter) => {
    const list = listPath('service', { ...filter, asOf: context.asOf });
    const tallies = BASES.map((basis) => [basis, tallyOf(counted[basis]) ?? emptyTally()]);
    const lists = {
      verified: list + LIST_WORDS.verified,
      stale: list + LIST_WORDS.stale,
      overClaimed: list + LIST_WORDS.overClaimed,
    };
    return { ...verificationCounts(Object.fromEntries(tallies) as ByBasis<Tally>, context, lists), list };
  };
  const rows = counted.none.groups
    .map(({ key, name, filter, isExpected }) => ({
      isExpected,
      row: { key, name, ...row(({ tallies }) => tallies.get(key), filter) },
    }))
    .filter(({ isExpected, row: { total } }) => isExpected || total > 0);
  return {
    rows: rows.map(({ row }) => row),
    totals: row(({ total }) => total, scopeOf(question)),
    ...context,
    by,
    scope,
    rules: VERIFICATION_RULES,
    seq: head.seq,
    listWords: BASIS_WORDS,
    levelWords: LEVEL_WORDS,
  };
}
