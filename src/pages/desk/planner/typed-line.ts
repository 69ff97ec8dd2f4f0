import type { FormValues } from '../../../http/form-body.js';
import type { KeptLine } from '../../../plans/plan.query.js';

export const LINE_KINDS = ['count', 'service', 'strand'] as const;
export type LineKind = (typeof LINE_KINDS)[number];

/** What the form of a line asks, by kind, in its order. The plan's own rules say which of it must be there. */
export const LINE_FIELDS: Record<LineKind, readonly string[]> = {
  count: ['title', 'titleEn', 'level', 'target', 'unit', 'agencyCode', 'dueDate', 'note', 'noteEn', 'reason'],
  service: ['title', 'titleEn', 'serviceId', 'level', 'dueDate', 'note', 'noteEn', 'reason'],
  strand: ['title', 'titleEn', 'agencyCode', 'dueDate', 'note', 'noteEn', 'reason'],
};

/** What the report of the year says of the line; strands have no figures. */
export const STATED_FIELDS = ['statedActual', 'statedDenominator', 'sourceIndicator'] as const;

const NUMBERS = ['level', 'target', 'statedActual', 'statedDenominator'];
const PLAN_FIELDS = ['planTitle', 'planTitleEn'];

export type Typed = Record<string, string>;

export function typedLine(kind: LineKind, form: FormValues): Typed {
  const fields = [...LINE_FIELDS[kind], ...(kind === 'strand' ? [] : STATED_FIELDS), ...PLAN_FIELDS];
  return Object.fromEntries(fields.map((field) => [field, form.text(field)]));
}

/** The body of the API's call; fields that were left empty say nothing, and digits are numbers. */
export function bodyOfLine(kind: LineKind, typed: Typed): Record<string, unknown> {
  const given = Object.entries(typed).filter(([, text]) => text !== '');
  return { kind, ...Object.fromEntries(given.map(([field, text]) => [field, valueOf(field, text)])) };
}

/** Any other text goes on as it is, to be refused with its place. */
function valueOf(field: string, text: string): unknown {
  return NUMBERS.includes(field) && /^\d{1,12}$/.test(text) ? Number(text) : text;
}

/** The form of a line that is there: all of it but the service, since another service is another line. */
export function changeFields(kind: LineKind): string[] {
  return LINE_FIELDS[kind].filter((field) => field !== 'serviceId');
}

/** A kept line as its form shows it. */
export function typedOfLine(kind: LineKind, line: KeptLine): Typed {
  const members = new Map<string, unknown>(Object.entries(line));
  const fields = [...changeFields(kind), ...(kind === 'strand' ? [] : STATED_FIELDS)];
  return Object.fromEntries(
    fields.map((field) => [field, field === 'reason' ? '' : String(members.get(field) ?? '')]),
  );
}

/** The body of a change: what was emptied is taken away, but a title cannot be. */
export function bodyOfChange(kind: LineKind, typed: Typed): Record<string, unknown> {
  const fields = [...changeFields(kind), ...(kind === 'strand' ? [] : STATED_FIELDS)];
  return Object.fromEntries(
    fields.map((field) => {
      const text = typed[field] ?? '';
      return [field, text === '' && field !== 'title' ? null : valueOf(field, text)];
    }),
  );
}
