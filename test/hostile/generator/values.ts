import fc from 'fast-check';
import type { DocumentReader, Schema } from './operations.js';

/** Names of the sample, so that many requests get as far as the use case; by the name of the member. */
const LIVE: Record<string, readonly unknown[]> = {
  code: ['STP', '080', '1.000688', 'moi-01', 'moi-02'],
  agencyCode: ['STP', '080', 'VPUB', 'STTTT', 'none-such'],
  agency: ['STP', '080', 'VPUB', 'UBND'],
  parent: ['UBND', 'STP'],
  procedureCode: ['1.000688', '1.001193', '2.000635', '1.004884', '9.999999'],
  procedure: ['1.000688', '1.001193'],
  id: ['STP~1.000688', '080~1.001193', 'STP~1.000688~i1', 'STP~1.000688~i1~f1', '2026-1', '1', 'OPS-04'],
  serviceId: ['STP~1.000688', '080~1.001193', 'STP~1.000627'],
  field: ['tu-phap', 'ho-tich'],
  year: [2012, 2013, 2026],
  period: ['2012', '2012-Q4', '2012-11'],
  username: ['clerk', 'clerk2', 'planner', 'nobody'],
  criterion: ['name', 'dossier', 'publicPage', 'onlineForm'],
  q: ['khai sinh', 'dang ky', 'Đ', '%', '"', '*'],
  effectiveFrom: ['2026-03-01', '2012-12-31', '2027-01-01'],
  asOf: ['2012-12-31', '2026-03-02', '1999-01-01'],
};

const NO_HOST_ANSWERS = ['http', 'https'].flatMap((scheme) =>
  ['catalogue.invalid/a', 'a.b.invalid:81/?q=%C4%91#x', 'đăng-ký.invalid/'].map(
    (rest) => `${scheme}://${rest}`,
  ),
);
const FORMATS: Record<string, fc.Arbitrary<string>> = {
  date: fc
    .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  'date-time': fc
    .date({ min: new Date('1900-01-01'), max: new Date('2999-12-31'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  iri: fc.constantFrom(...NO_HOST_ANSWERS),
};
const LETTERS = fc.string({ unit: fc.constantFrom(...'aĐđễ ơ9.-_’\n'), maxLength: 40 });

/** Values that the document takes, most of them; whoever uses one asks `DocumentReader.accepts`. */
export function valuesOf(
  reader: DocumentReader,
  schema: Schema,
  name = '',
  depth = 0,
): fc.Arbitrary<unknown> {
  const own = reader.followed(schema);
  if (own['const'] !== undefined) return fc.constant(own['const']);
  if (Array.isArray(own['enum'])) return fc.constantFrom(...(own['enum'] as unknown[]));
  if (Array.isArray(own['anyOf'])) {
    const branches = (own['anyOf'] as Schema[]).map((one) => valuesOf(reader, one, name, depth));
    return fc.oneof(...branches);
  }
  // Nobody has half a minute for each of them.
  if (name === 'wait') return fc.constantFrom(0, 1);
  const live = LIVE[name]?.filter((value) => reader.accepts(schema, value)) ?? [];
  const made = fc.oneof({ maxDepth: 0 }, madeOf(reader, own, depth));
  return live.length === 0
    ? made
    : fc.oneof({ arbitrary: fc.constantFrom(...live), weight: 4 }, { arbitrary: made, weight: 1 });
}

function madeOf(reader: DocumentReader, own: Schema, depth: number): fc.Arbitrary<unknown> {
  switch (own['type']) {
    case 'string':
      return textsOf(own);
    case 'integer':
      return fc.integer(limitsOf(own));
    case 'number':
      return fc.double({ ...limitsOf(own), noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array': {
      const maxLength = Math.min(Number(own['maxItems'] ?? 3), depth > 2 ? 1 : 3);
      const items = valuesOf(reader, (own['items'] ?? {}) as Schema, '', depth + 1);
      return fc.array(items, { minLength: Math.min(Number(own['minItems'] ?? 0), maxLength), maxLength });
    }
    case 'object': {
      const members = Object.entries((own['properties'] ?? {}) as Record<string, Schema>);
      const record = Object.fromEntries(
        members.map(([name, one]) => [name, valuesOf(reader, one, name, depth + 1)]),
      );
      return fc.record(record, { requiredKeys: (own['required'] ?? []) as string[] });
    }
    default:
      return fc.constant(null);
  }
}

function limitsOf(own: Schema): { min: number; max: number } {
  return { min: Number(own['minimum'] ?? -1000), max: Number(own['maximum'] ?? 1_000_000) };
}

function textsOf(own: Schema): fc.Arbitrary<string> {
  const format = FORMATS[String(own['format'])];
  if (format) return format;
  const pattern = own['pattern'] as string | undefined;
  const minLength = Number(own['minLength'] ?? 0);
  const maxLength = Math.min(Number(own['maxLength'] ?? 40), 40);
  if (pattern === undefined || pattern.startsWith('^[^\\u0000'))
    return fc
      .oneof(LETTERS, fc.constant('Đăng ký khai sinh'), fc.constant('x'.repeat(maxLength)))
      .map((text) => text.slice(0, maxLength).padEnd(minLength, 'a'));
  // Looking ahead is beyond the generator: addresses of mail.
  if (pattern.includes('(?='))
    return fc.constantFrom('a@catalogue.invalid', 'van.thu+1@so.catalogue.invalid');
  return fc.stringMatching(new RegExp(pattern, 'u'));
}
