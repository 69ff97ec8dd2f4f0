/** A calendar day in Vietnam, `YYYY-MM-DD`, years 1900 to 2999. Compares as text. */
export type CivilDate = string;

export type Step = 'month' | 'quarter' | 'year';

const MONTHS_IN: Record<Step, number> = { month: 1, quarter: 3, year: 12 };
const FIRST_YEAR = 1900;
const LAST_YEAR = 2999;
const DAY_MS = 86_400_000;

// Asia/Ho_Chi_Minh has been UTC+7 without summer time since 1975-06-13 (IANA tz database, file asia). A constant needs
// no time-zone data, which a small build of Node may lack; no instant of this product is older than that.
const VIETNAM_OFFSET_MS = 7 * 3_600_000;

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** The last day of a month, 1 to 12, as a number of days. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The day as text, or `null` when the calendar has no such day or the year is out of range. */
export function civilDateOf(year: number, month: number, day: number): CivilDate | null {
  if (![year, month, day].every(Number.isInteger)) return null;
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12) return null;
  if (day < 1 || day > daysInMonth(year, month)) return null;
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

export function isCivilDate(value: unknown): value is CivilDate {
  if (typeof value !== 'string') return false;
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return match !== null && civilDateOf(Number(match[1]), Number(match[2]), Number(match[3])) === value;
}

function partsOf(date: CivilDate): [year: number, month: number, day: number] {
  if (!isCivilDate(date)) throw new RangeError(`Not a calendar day: ${String(date)}`);
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function fromUtc(instant: Date): CivilDate {
  const date = civilDateOf(instant.getUTCFullYear(), instant.getUTCMonth() + 1, instant.getUTCDate());
  if (date === null) throw new RangeError('Day outside the years 1900 to 2999');
  return date;
}

/** The day it is in Vietnam at this instant, whatever the time zone of the machine. */
export function civilToday(now: Date): CivilDate {
  return fromUtc(new Date(now.getTime() + VIETNAM_OFFSET_MS));
}

/** The instant at which this day begins in Vietnam. */
export function startOfDay(date: CivilDate): Date {
  const [year, month, day] = partsOf(date);
  return new Date(Date.UTC(year, month - 1, day) - VIETNAM_OFFSET_MS);
}

/** @throws RangeError when the result leaves the years 1900 to 2999. */
export function addDays(date: CivilDate, days: number): CivilDate {
  const [year, month, day] = partsOf(date);
  return fromUtc(new Date(Date.UTC(year, month - 1, day) + days * DAY_MS));
}

/** Days from one to the other; negative when `to` is earlier. */
export function daysBetween(from: CivilDate, to: CivilDate): number {
  return Math.round((startOfDay(to).getTime() - startOfDay(from).getTime()) / DAY_MS);
}

/** The last days of the months, quarters or years that end within the two days, both included. */
function periodEnds(from: CivilDate, to: CivilDate, step: Step): CivilDate[] {
  const [firstYear] = partsOf(from);
  const [lastYear] = partsOf(to);
  const ends: CivilDate[] = [];
  for (let year = firstYear; year <= lastYear; year++) {
    for (let month = MONTHS_IN[step]; month <= 12; month += MONTHS_IN[step]) {
      const end = `${pad(year, 4)}-${pad(month, 2)}-${pad(daysInMonth(year, month), 2)}`;
      if (end >= from && end <= to) ends.push(end);
    }
  }
  return ends;
}

export function monthEnds(from: CivilDate, to: CivilDate): CivilDate[] {
  return periodEnds(from, to, 'month');
}

/** The days on which a time line is read: the last day of each step, and `to` itself. Empty when `to` is before `from`. */
export function steps(from: CivilDate, to: CivilDate, step: Step): CivilDate[] {
  if (to < from) return [];
  const ends = periodEnds(from, to, step);
  return ends.at(-1) === to ? ends : [...ends, to];
}
