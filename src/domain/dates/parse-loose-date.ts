import { civilDateOf, civilToday, type CivilDate } from './civil-date.js';

export type DateGuess = 'two_digit_year' | 'excel_serial';
export type DateError = 'empty' | 'unknown_format' | 'year_only' | 'no_such_day' | 'year_out_of_range';
export type LooseDate = { date: CivilDate; guess?: DateGuess } | { error: DateError };

// Vietnamese writes the day first. A month-first date is read as no such day, or not told apart at all: nothing guesses.
const DAY_FIRST = /^(\d{1,2})\s*([/.-])\s*(\d{1,2})\s*\2\s*(\d{4}|\d{2})$/;
const YEAR_FIRST = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const IN_WORDS = /^(?:ngày\s+)?(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})$/i;
const TIME_OF_DAY = /[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AP]M)?$/i;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/i;
const SERIAL = /^\d{1,7}(?:[.,]\d+)?$/;

const LAST_YEAR_OF_THIS_CENTURY = 49;
const EXCEL_LEAP_BUG = 60;
const DAY_MS = 86_400_000;

function dated(year: number, month: number, day: number, guess?: DateGuess): LooseDate {
  const date = civilDateOf(year, month, day);
  if (date !== null) return guess ? { date, guess } : { date };
  // 2000 is a leap year: a day that even it lacks is in no calendar, and then the year is not the fault.
  return civilDateOf(2000, month, day) !== null && (year < 1900 || year > 2999)
    ? { error: 'year_out_of_range' }
    : { error: 'no_such_day' };
}

/**
 * Excel's 1900 system: 1 is 1900-01-01, and 60 is 1900-02-29, a day that never was, kept for Lotus 1-2-3's sake
 * (ECMA-376 Part 1, 18.17.4.1). The part after the point is the time of day.
 */
function fromSerial(serial: number): LooseDate {
  const days = Math.floor(serial);
  if (days < 1) return { error: 'year_out_of_range' };
  if (days === EXCEL_LEAP_BUG) return { error: 'no_such_day' };
  const epoch = Date.UTC(1899, 11, days < EXCEL_LEAP_BUG ? 31 : 30);
  const day = new Date(epoch + days * DAY_MS);
  return dated(day.getUTCFullYear(), day.getUTCMonth() + 1, day.getUTCDate(), 'excel_serial');
}

function fullYear(text: string): number {
  const year = Number(text);
  if (text.length !== 2) return year;
  return year <= LAST_YEAR_OF_THIS_CENTURY ? 2000 + year : 1900 + year;
}

function numbersOf(match: RegExpExecArray): number[] {
  return match.slice(1).map(Number);
}

/**
 * A date as real files hold it: `31/12/2012`, `1/2/2012`, `31-12-12`, `31.12.2012`, `ngày 31 tháng 12 năm 2012`, ISO,
 * or Excel's serial number. What had to be guessed is named, so that an import can ask for confirmation.
 */
export function parseLooseDate(value: string | number): LooseDate {
  if (typeof value === 'number')
    return Number.isFinite(value) ? fromSerial(value) : { error: 'unknown_format' };

  const text = value.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (text === '') return { error: 'empty' };
  if (INSTANT.test(text)) {
    const instant = new Date(text.toUpperCase());
    return Number.isNaN(instant.getTime()) ? { error: 'no_such_day' } : dayOfInstant(instant);
  }
  const day = text.replace(TIME_OF_DAY, '').replace(/\.$/, '');

  const dayFirst = DAY_FIRST.exec(day);
  if (dayFirst) {
    const yearText = dayFirst[4] ?? '';
    const guess = yearText.length === 2 ? 'two_digit_year' : undefined;
    return dated(fullYear(yearText), Number(dayFirst[3]), Number(dayFirst[1]), guess);
  }
  const yearFirst = YEAR_FIRST.exec(day);
  if (yearFirst) return dated(Number(yearFirst[1]), Number(yearFirst[3]), Number(yearFirst[4]));
  const compact = COMPACT.exec(day);
  if (compact) {
    const [year = 0, month = 0, dayOfMonth = 0] = numbersOf(compact);
    return dated(year, month, dayOfMonth);
  }
  const inWords = IN_WORDS.exec(day);
  if (inWords) {
    const [dayOfMonth = 0, month = 0, year = 0] = numbersOf(inWords);
    return dated(year, month, dayOfMonth);
  }
  // As a serial number 2012 would be 1905-07-04, which nobody means.
  if (/^(19|20)\d{2}$/.test(day)) return { error: 'year_only' };
  if (SERIAL.test(day)) return fromSerial(Number(day.replace(',', '.')));
  return { error: 'unknown_format' };
}

function dayOfInstant(instant: Date): LooseDate {
  try {
    return { date: civilToday(instant) };
  } catch {
    return { error: 'year_out_of_range' };
  }
}
