import type { Queries } from '../database/reader.js';
import { civilDateOf, addDays, monthEnds } from '../domain/dates/civil-date.js';
import { groupBy } from '../domain/group-by.js';
import { type CatalogueHead, catalogueHead } from '../reports/report-question.js';
import { groupTitle } from './indicator-groups.js';
import { type Indicator, indicatorsOf, type Measurement } from './indicator.query.js';
import { judgeLine, type JudgedLine } from './line-state.js';
import { type CatalogueNumber, catalogueNumber, countedLine, reachedOnDays } from './plan-counts.query.js';
import { type KeptLine, linesInEffect, type Plan, type PlanLine, planOf } from './plan.query.js';

/** What the year's report says of a line, and no more than that. */
export interface Stated {
  actual: number;
  denominator: number | null;
  /** `18 / không nêu`: what is not stated is called so. */
  text: string;
  textEn: string;
  comparator: string | null;
  sourceIndicator: string | null;
  quote: string | null;
}

type ShownLine = Omit<KeptLine, 'statedActual' | 'statedDenominator' | 'sourceIndicator' | 'recordedAt'>;

export interface ProgressLine extends ShownLine, JudgedLine {
  /** Whether the line was there when the plan was approved. */
  inBaseline: boolean;
  stated: Stated | null;
  /** What the catalogue itself shows on the due date, or today where that is earlier. */
  catalogue: CatalogueNumber | null;
}

/** The end of a month; of the present month, today. Counts are null in months that have not come. */
export interface BurnUpMonth {
  month: string;
  asOf: string;
  count: number | null;
  demonstration: number | null;
  target: number;
  list: string | null;
}

export interface ProgressIndicator extends Omit<Indicator, 'position' | 'group'> {
  comparator: string;
  value: string | null;
  period: string;
  quote: string | null;
  source: string | null;
}

export interface IndicatorGroup {
  group: string;
  title: string;
  titleEn: string;
  items: ProgressIndicator[];
}

export interface PlanYear {
  year: number;
  asOf: string;
  plan: Pick<Plan, 'title' | 'titleEn' | 'state' | 'approvedAt' | 'note' | 'noteEn' | 'baseline'>;
  lines: ProgressLine[];
  /** Number of the line that `burnUp` is about: the first that has a count; null where none has. */
  burnUpLine: number | null;
  burnUp: BurnUpMonth[];
  indicators: IndicatorGroup[];
  nextPlan: { year: number; title: string; titleEn: string | null; lines: KeptLine[] } | null;
  /** Said where demonstration data were counted. */
  catalogueNote: string | null;
  catalogueNoteEn: string | null;
}

const NOTE =
  'Danh mục đang đếm cả dữ liệu minh họa (số lượng ghi bên cạnh mỗi số): dữ liệu này do phần mềm chọn theo một quy tắc cố định, không phải hiện trạng của cơ quan nào, cũng không phải các dịch vụ mà báo cáo của năm nêu.';
const NOTE_EN =
  'The catalogue counts demonstration data here (how many is told beside each number): they are chosen by a fixed rule of this software, say nothing about any agency, and are not the services that the year’s report speaks of.';

/** The plan year on one page; call it inside a snapshot. Undefined where there is no plan for the year. */
export async function planYear(queries: Queries, year: number): Promise<PlanYear | undefined> {
  const plan = await planOf(queries, year);
  if (!plan) return undefined;
  const head = await catalogueHead(queries);
  const indicators = await indicatorsOf(queries, { year });
  const lines: ProgressLine[] = [];
  for (const line of shownLines(plan)) lines.push(await progressLine(queries, head, plan, line, indicators));
  const burnUpOf = linesInEffect(plan.lines).find((line) => line.kind === 'count' && line.level !== null);
  const next = await planOf(queries, year + 1);
  const { title, titleEn, state, approvedAt, note, noteEn, baseline } = plan;
  const demonstrated = lines.some((line) => (line.catalogue?.demonstration ?? 0) > 0);
  return {
    year,
    asOf: head.listDay,
    plan: { title, titleEn, state, approvedAt, note, noteEn, baseline },
    lines,
    burnUpLine: burnUpOf?.no ?? null,
    burnUp: burnUpOf ? await burnUp(queries, head, year, burnUpOf) : [],
    indicators: groupsOf(indicators),
    nextPlan: next
      ? { year: next.year, title: next.title, titleEn: next.titleEn, lines: linesInEffect(next.lines) }
      : null,
    catalogueNote: demonstrated ? NOTE : null,
    catalogueNoteEn: demonstrated ? NOTE_EN : null,
  };
}

/** A line that was withdrawn before the approval was never promised; one of the baseline is shown with its end. */
function shownLines({ lines, baseline }: Plan): KeptLine[] {
  const promised = new Set(baseline?.lines.map(({ no }) => no));
  return lines.filter(({ no, withdrawnAt }) => withdrawnAt === null || promised.has(no));
}

async function progressLine(
  queries: Queries,
  head: CatalogueHead,
  { year, baseline }: Plan,
  line: KeptLine,
  indicators: readonly Indicator[],
): Promise<ProgressLine> {
  const isWithdrawn = line.withdrawnAt !== null;
  const counted = isWithdrawn ? undefined : countedLine(line);
  const start = civilDateOf(year, 1, 1)!;
  const asOf = line.dueDate !== null && line.dueDate < head.listDay ? line.dueDate : head.listDay;
  const catalogue = counted ? await catalogueNumber(queries, head, counted, asOf) : null;
  const judged = judgeLine({
    target: targetOf(line),
    dueDate: line.dueDate,
    stated: line.statedActual,
    counted: catalogue?.numerator ?? null,
    countedAtStart:
      counted && asOf === head.listDay && asOf >= start
        ? (await catalogueNumber(queries, head, counted, addDays(start, -1))).numerator
        : null,
    start,
    asOf,
    today: head.listDay,
  });
  return {
    ...shownOf(line),
    inBaseline: baseline?.lines.some(({ no }) => no === line.no) ?? false,
    ...judged,
    ...(isWithdrawn ? { state: 'withdrawn' as const, stateBasis: null, forecast: null } : {}),
    stated: statedOf(line, indicators),
    catalogue,
  };
}

function shownOf(line: KeptLine): ShownLine {
  const { no, kind, title, titleEn, level, target, unit, serviceId, agencyCode, dueDate } = line;
  const { note, noteEn, reason, changedAt, changeReason, withdrawnAt, withdrawalReason } = line;
  return {
    no,
    kind,
    title,
    titleEn,
    level,
    target,
    unit,
    serviceId,
    agencyCode,
    dueDate,
    note,
    noteEn,
    reason,
    changedAt,
    changeReason,
    withdrawnAt,
    withdrawalReason,
  };
}

function targetOf(line: PlanLine): number | null {
  return line.kind === 'service' ? 1 : line.target;
}

function statedOf(line: PlanLine, indicators: readonly Indicator[]): Stated | null {
  const { statedActual: actual, statedDenominator: denominator, sourceIndicator } = line;
  if (actual === null) return null;
  const source = indicators.find(({ id }) => id === sourceIndicator)?.history.at(-1);
  const comparator = source?.comparator ?? null;
  const shown = comparator === null || comparator === '=' ? `${actual}` : `${comparator} ${actual}`;
  return {
    actual,
    denominator,
    text: `${shown} / ${denominator ?? 'không nêu'}`,
    textEn: `${shown} / ${denominator ?? 'not stated'}`,
    comparator,
    sourceIndicator,
    quote: source?.quote ?? null,
  };
}

async function burnUp(
  queries: Queries,
  head: CatalogueHead,
  year: number,
  line: PlanLine,
): Promise<BurnUpMonth[]> {
  const ends = monthEnds(civilDateOf(year, 1, 1)!, civilDateOf(year, 12, 31)!);
  const days = ends.map((end) => (end.slice(0, 7) === head.listDay.slice(0, 7) ? head.listDay : end));
  const come = days.filter((day) => day <= head.listDay);
  const numbers = await reachedOnDays(queries, head, countedLine(line)!, come);
  return days.map((asOf, i) => ({
    month: asOf.slice(0, 7),
    asOf,
    count: numbers[i]?.numerator ?? null,
    demonstration: numbers[i]?.demonstration ?? null,
    target: line.target!,
    list: numbers[i]?.list ?? null,
  }));
}

/** Indicators of the year's report, in its order. What was last recorded counts; what it corrected stays in `history`. */
function groupsOf(indicators: readonly Indicator[]): IndicatorGroup[] {
  const measured = indicators.filter(({ history }) => history.length > 0);
  return [...groupBy(measured, ({ group }) => group)].map(([group, members]) => ({
    group,
    ...groupTitle(group),
    items: members.map((indicator) => itemOf(indicator, indicator.history.at(-1)!)),
  }));
}

function itemOf(
  { id, name, nameEn, unit, history }: Indicator,
  { comparator, value, period, quote, source }: Measurement,
): ProgressIndicator {
  return { id, name, nameEn, unit, comparator, value, period, quote, source, history };
}
