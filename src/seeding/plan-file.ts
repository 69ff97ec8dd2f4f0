import type { SeedPlace } from './seed-faults.js';
import { SeedRecord } from './seed-record.js';

const LINE_KINDS = ['count', 'service', 'strand'] as const;
const UNITS = ['service', 'procedure'] as const;
const COMPARATORS = ['=', '>', '<', '>=', '<='] as const;

export interface SeedPlanLine {
  kind: (typeof LINE_KINDS)[number];
  title: string;
  titleEn: string;
  level: number | null;
  target: number | null;
  unit: (typeof UNITS)[number] | null;
  comparator: (typeof COMPARATORS)[number] | null;
  dueDate: string | null;
  /** What the year's report stated, not what the catalogue counts. */
  statedActual: number | null;
  statedDenominator: number | null;
  /** Why there is no denominator. */
  statedDenominatorNote: string | null;
  statedDenominatorNoteEn: string | null;
  sourceIndicator: string | null;
  note: string | null;
  noteEn: string | null;
}

export interface SeedPlan {
  year: number;
  title: string;
  titleEn: string;
  note: string | null;
  noteEn: string | null;
  lines: SeedPlanLine[];
}

export function parsePlan(text: string, file: SeedPlace, indicators: ReadonlySet<string>): SeedPlan {
  const record = SeedRecord.of(file, parseJson(text, file));
  // Each line of a plan has one `kind`: that is where an editor finds it.
  const lineNumbers = text.split('\n').flatMap((line, i) => (line.includes('"kind"') ? [i + 1] : []));
  const plan: SeedPlan = {
    year: record.number('year'),
    title: record.text('title'),
    titleEn: record.text('titleEn'),
    note: record.textOrNull('note'),
    noteEn: record.textOrNull('noteEn'),
    lines: record.list('lines').map((line, i) => {
      const place = file.at(lineNumbers[i] ?? 1);
      return lineOf(SeedRecord.of(place, line, `lines[${i}]`), indicators);
    }),
  };
  record.nothingElse();
  return plan;
}

function lineOf(record: SeedRecord, indicators: ReadonlySet<string>): SeedPlanLine {
  const line: SeedPlanLine = {
    kind: record.oneOf('kind', LINE_KINDS),
    title: record.text('title'),
    titleEn: record.text('titleEn'),
    level: record.wholeOrNull('level'),
    target: record.wholeOrNull('target'),
    unit: record.oneOfOrNull('unit', UNITS),
    comparator: record.oneOfOrNull('comparator', COMPARATORS),
    dueDate: record.dayOrNull('dueDate'),
    statedActual: record.wholeOrNull('statedActual'),
    statedDenominator: record.wholeOrNull('statedDenominator'),
    statedDenominatorNote: record.textOrNull('statedDenominatorNote'),
    statedDenominatorNoteEn: record.textOrNull('statedDenominatorNoteEn'),
    sourceIndicator: record.textOrNull('sourceIndicator'),
    note: record.textOrNull('note'),
    noteEn: record.textOrNull('noteEn'),
  };
  if (line.sourceIndicator !== null) record.place.known('sourceIndicator', line.sourceIndicator, indicators);
  if (line.level !== null && (line.level < 1 || line.level > 3)) {
    record.place.fault('bad_value', `level is ${line.level}, not 1 to 3`);
  }
  record.nothingElse();
  return line;
}

/** `{}` after a fault. */
export function parseJson(text: string, file: SeedPlace): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    file.fault('malformed', `not JSON: ${(error as Error).message}`);
    return {};
  }
}
