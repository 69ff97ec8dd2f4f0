import { whereOf } from '../database/sql.js';
import type { Queries } from '../database/reader.js';
import {
  addTally,
  type CountUnit,
  emptyTally,
  MARKS,
  type NumberContext,
  type Tally,
} from '../domain/coverage.js';
import { steps, type Step } from '../domain/dates/civil-date.js';
import { groupBy } from '../domain/group-by.js';
import { badRequest } from '../http/problem.js';
import { knownThen, LEVEL_COLUMNS, type LevelBasis, selectAmong } from '../publication/service-filter.js';
import { type CoverageCounts, coverageCounts, ruleOf } from './coverage.query.js';
import { LIST_WORDS } from './list-link.js';
import { catalogueHead, contextOf, type ReportQuestion, scopeOf } from './report-question.js';
import { markSums, procedureMarks, tallyOf, type TallyRow } from './tallies.query.js';

export const STEPS_AT_MOST = 400;

export interface TimelineQuestion extends Omit<ReportQuestion, 'asOf'> {
  from: string;
  to: string;
  step?: Step;
}

export interface Timeline extends Omit<NumberContext, 'asOf'> {
  points: (CoverageCounts & { asOf: string })[];
  from: string;
  to: string;
  step: Step;
  unit: CountUnit;
  scope: 'own' | 'subtree';
  ruleId: string;
  seq: number;
  listWords: typeof LIST_WORDS;
}

/** Stretches of days with what was so during them; `to` is the first day no longer. */
type Stretch = Omit<TallyRow, 'key'> & { valid_from: string; valid_to: string };

/**
 * The counts on the last day of each step and on `to`. One statement reads all stretches of days; each point adds up those
 * that its day falls in.
 * @throws Problem 400 where the days are in the wrong order or the steps too many
 */
export async function timeline(queries: Queries, question: TimelineQuestion): Promise<Timeline> {
  const { from, to, step = 'month', unit = 'service', scope = 'own' } = question;
  const days = daysOf(from, to, step);
  const head = await catalogueHead(queries);
  const { basis, knownAt } = contextOf(question, head);
  const tallies =
    unit === 'service'
      ? serviceTalliesOn(days, await serviceStretches(queries, question, basis))
      : procedureTalliesOn(days, await procedureStretches(queries, question, basis));
  const points = days.map((asOf, i) => ({
    asOf,
    ...coverageCounts(tallies[i]!, unit, { basis, asOf, knownAt }, scopeOf(question)),
  }));
  const rule = { ruleId: ruleOf(unit), seq: head.seq, listWords: LIST_WORDS };
  return { points, from, to, step, basis, knownAt, unit, scope, ...rule };
}

function daysOf(from: string, to: string, step: Step): string[] {
  if (to < from) throw badRequest([{ in: 'query', pointer: '/to', code: 'ends_before_start' }]);
  const days = steps(from, to, step);
  if (days.length <= STEPS_AT_MOST) return days;
  throw badRequest([
    { in: 'query', pointer: '/step', code: 'too_many_steps', params: { max: STEPS_AT_MOST } },
  ]);
}

async function stretchesSql(
  queries: Queries,
  question: TimelineQuestion,
  select: (where: string) => string,
): Promise<Stretch[]> {
  const among = await selectAmong(queries, scopeOf({ ...question, knownAt: undefined }), false);
  const known = knownThen(question.knownAt);
  const conditions = ['s.valid_from <= :to AND s.valid_to > :from', known.condition, ...among.conditions];
  return queries.all<Stretch>(select(whereOf(conditions)), {
    from: question.from,
    to: question.to,
    ...known.params,
    ...among.params,
  });
}

function serviceStretches(
  queries: Queries,
  question: TimelineQuestion,
  basis: LevelBasis,
): Promise<Stretch[]> {
  const level = LEVEL_COLUMNS[basis];
  return stretchesSql(
    queries,
    question,
    (where) => `SELECT s.valid_from, s.valid_to, ${level} AS level, COUNT(*) AS total, ${markSums('1')}
      FROM service_state s ${where} GROUP BY s.valid_from, s.valid_to, ${level}`,
  );
}

function serviceTalliesOn(days: readonly string[], stretches: readonly Stretch[]): Tally[] {
  return days.map((day) =>
    stretches
      .filter((stretch) => isWithin(day, stretch))
      .reduce((sum, stretch) => addTally(sum, tallyOf(stretch)), emptyTally()),
  );
}

/** Of each procedure the services that were alike for the same days are one stretch: few, however many agencies. */
function procedureStretches(
  queries: Queries,
  question: TimelineQuestion,
  basis: LevelBasis,
): Promise<(Stretch & { procedure_code: string })[]> {
  return stretchesSql(
    queries,
    question,
    (where) => `SELECT s.procedure_code, s.valid_from, s.valid_to, 1 AS total, ${procedureMarks(basis)}
      FROM service_state s ${where} GROUP BY s.procedure_code, s.valid_from, s.valid_to`,
  ) as Promise<(Stretch & { procedure_code: string })[]>;
}

function procedureTalliesOn(
  days: readonly string[],
  stretches: readonly (Stretch & { procedure_code: string })[],
): Tally[] {
  const tallies = days.map(() => emptyTally());
  for (const ofProcedure of groupBy(stretches, (stretch) => stretch.procedure_code).values()) {
    for (const [i, day] of days.entries()) {
      const present = ofProcedure.filter((stretch) => isWithin(day, stretch)).map(tallyOf);
      if (present.length > 0) addTally(tallies[i]!, procedureTally(present));
    }
  }
  return tallies;
}

/** One procedure, from tallies of one each: its lowest level; verified where all parts are, any other mark where one is. */
function procedureTally(parts: readonly Tally[]): Tally {
  const tally = emptyTally();
  const lowest = ([0, 1, 2, 3] as const).find((level) => parts.some((part) => part.levels[level] > 0))!;
  tally.levels[lowest] = 1;
  for (const mark of MARKS) {
    const values = parts.map((part) => part[mark]);
    tally[mark] = mark === 'verified' ? Math.min(...values) : Math.max(...values);
  }
  return tally;
}

/** Whether the day is in the stretch, whose end is the first day no longer. */
export function isWithin(
  day: string,
  { valid_from, valid_to }: Pick<Stretch, 'valid_from' | 'valid_to'>,
): boolean {
  return valid_from <= day && day < valid_to;
}
