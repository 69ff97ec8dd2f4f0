import { type CivilDate, daysBetween } from '../domain/dates/civil-date.js';

/** A line that was withdrawn is judged no more. */
export type LineState = 'withdrawn' | 'met' | 'missed' | 'on_track' | 'late' | 'not_measurable';

/** What a line aims at, and what is known of how far it has come. */
export interface LineProgress {
  /** Null where the line cannot be counted: a strand. */
  target: number | null;
  dueDate: CivilDate | null;
  /** What the year's report stated, where it did. */
  stated: number | null;
  /** What the catalogue counts on `asOf`: the due date, or today where that is earlier. */
  counted: number | null;
  /** What the catalogue counted on the day before the plan year began. */
  countedAtStart: number | null;
  start: CivilDate;
  asOf: CivilDate;
  today: CivilDate;
}

/** A straight line from the plan year's start through today to the due date. Paces are services a month. */
export interface Forecast {
  ruleId: typeof FORECAST_RULE;
  from: CivilDate;
  asOf: CivilDate;
  dueDate: CivilDate;
  paceSoFar: number;
  paceNeeded: number;
  /** What would be counted on the due date at the pace so far. */
  expected: number;
  reaches: boolean;
}

export interface JudgedLine {
  state: LineState;
  /** What the state rests on: the report's own figure, or the catalogue's count. */
  stateBasis: 'stated' | 'catalogue' | null;
  stateRuleId: typeof STATE_RULE;
  forecast: Forecast | null;
}

export const STATE_RULE = 'plan.line-state.v1';
export const FORECAST_RULE = 'plan.forecast.linear.v1';

/** Mean length of a month of the Gregorian calendar. */
const DAYS_A_MONTH = 365.2425 / 12;

/**
 * - A report's own figure decides where it gives one: the catalogue never contradicts it, but is shown beside it.
 * - Else the catalogue's count decides: reached is `met`, the due date past and not reached is `missed`.
 * - Not due yet: `late` where the pace so far does not reach the target in time, else `on_track`.
 */
export function judgeLine(progress: LineProgress): JudgedLine {
  const { target, dueDate, stated, counted, today } = progress;
  const judged = (
    state: LineState,
    stateBasis: JudgedLine['stateBasis'],
    forecast: Forecast | null = null,
  ): JudgedLine => ({ state, stateBasis, stateRuleId: STATE_RULE, forecast });
  if (target === null || dueDate === null) return judged('not_measurable', null);
  const isDue = dueDate <= today;
  if (stated !== null) {
    if (stated >= target) return judged('met', 'stated');
    if (isDue) return judged('missed', 'stated');
  }
  if (counted === null) return judged('not_measurable', null);
  if (counted >= target) return judged('met', 'catalogue');
  if (isDue) return judged('missed', 'catalogue');
  const forecast = forecastOf(progress, target, dueDate, counted);
  return judged(forecast && !forecast.reaches ? 'late' : 'on_track', 'catalogue', forecast);
}

/** Null before the plan year has begun, since there is no pace yet. */
function forecastOf(
  { countedAtStart, start, asOf }: LineProgress,
  target: number,
  dueDate: CivilDate,
  counted: number,
): Forecast | null {
  const passed = daysBetween(start, asOf) / DAYS_A_MONTH;
  const left = daysBetween(asOf, dueDate) / DAYS_A_MONTH;
  if (passed <= 0 || left <= 0 || countedAtStart === null) return null;
  const pace = (counted - countedAtStart) / passed;
  const expected = counted + pace * left;
  return {
    ruleId: FORECAST_RULE,
    from: start,
    asOf,
    dueDate,
    paceSoFar: hundredths(pace),
    paceNeeded: hundredths((target - counted) / left),
    expected: hundredths(expected),
    reaches: expected >= target,
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
