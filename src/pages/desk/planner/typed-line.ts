import type { FormValues } from '../../../http/form-body.js';

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
