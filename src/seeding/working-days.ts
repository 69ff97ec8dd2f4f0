import { addDays, civilDateOf, daysBetween, type CivilDate } from '../domain/dates/civil-date.js';

/** Monday to Friday of the year without the closed days, in order. */
export function workingDays(year: number, closedDays: readonly CivilDate[]): CivilDate[] {
  const closed = new Set(closedDays);
  const first = civilDateOf(year, 1, 1);
  if (first === null) throw new RangeError(`No such year: ${year}`);
  const days: CivilDate[] = [];
  for (let day = first; day.startsWith(`${year}-`); day = addDays(day, 1)) {
    if (isWeekday(day) && !closed.has(day)) days.push(day);
  }
  return days;
}

function isWeekday(day: CivilDate): boolean {
  // 1900-01-01 was a Monday.
  return daysBetween('1900-01-01', day) % 7 < 5;
}
