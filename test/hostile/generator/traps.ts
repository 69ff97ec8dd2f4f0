/** A number as it is written in JSON, which no value of JavaScript would be written as. */
export class Written {
  constructor(readonly digits: string) {}
}

const MARK = '\u0001written:';

/** JSON text, with `Written` numbers as they are. */
export function jsonOf(value: unknown): string {
  const text = JSON.stringify(value, (_, one: unknown) =>
    one instanceof Written ? `${MARK}${one.digits}` : one,
  );
  return text.replace(/"\\u0001written:([^"]*)"/g, '$1');
}

export const NUMBER_TRAPS: readonly unknown[] = [
  new Written('1e400'),
  new Written('-0'),
  new Written('9007199254740993'),
  new Written('1.0000000000000001'),
  new Written('1e-400'),
  new Written('-1e999'),
  -1,
  0,
  2.5,
  2 ** 31,
  2 ** 63,
  1e21,
  'NaN',
  'Infinity',
  '0x10',
  '١٢',
  '1,5',
];

export const TEXT_TRAPS: readonly string[] = [
  '',
  ' ',
  '\u00a0',
  'Đa\u0306ng ky\u0301 khai sinh'.normalize('NFD'),
  '\u202ehnis iahk',
  'a\u200b\u200d\ufeffb',
  '\ud800',
  'a\udc00b',
  '\u0000',
  'a\r\nSet-Cookie: a=1',
  '\u001b[31m',
  '\uffff\ufdd0',
  '😀'.repeat(50),
  'e\u0301'.repeat(60),
  'ﷺ'.repeat(20),
  '../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  "' OR 1=1 --",
  '"; DROP TABLE ledger; --',
  '<script>alert(1)</script>',
  '{{7*7}}',
  '${7*7}',
  '=HYPERLINK("http://a.invalid")',
  'javascript:alert(1)',
  'data:text/html,<script>',
  'http://127.0.0.1:22/',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]/',
  'file:///etc/passwd',
  '//catalogue.invalid',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'null',
  'undefined',
  'true',
  '1',
  '2026-02-30',
  '0000-00-00',
  '2026-03-02T25:61:61Z',
  '99999-12-31',
  '%00',
  '%',
  'x'.repeat(3000),
];

/** Long enough for every limit of a text and within the limit of a body. */
export const MEGABYTE = 'ă'.repeat(500_000);

export const OTHER_TYPES: readonly unknown[] = [
  null,
  true,
  [],
  {},
  [[]],
  [null],
  'text',
  7,
  { $gt: '' },
  { toString: 'x' },
  Array.from({ length: 2000 }, () => 'a'),
];

export const MEMBERS: readonly string[] = [
  'role',
  'isAdmin',
  'actor',
  'recordedAt',
  'revision',
  'demonstration',
  'createdAt',
  '__proto__',
  'constructor',
  'toString',
  'id ',
  '',
];

export const CURSORS: readonly string[] = [
  '',
  'AAAA',
  '..',
  'null',
  'W10',
  'WyIxIl0=',
  'e30',
  'eyJhIjoxfQ',
  '!',
  '0',
];
export const TAGS: readonly string[] = ['*', '""', '"x"', 'W/"x"', 'x', '"a", "b"', '"', '"é"', '" "', ','];
