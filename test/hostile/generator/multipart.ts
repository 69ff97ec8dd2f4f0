import type { Pick } from './broken.js';
import { TEXT_TRAPS } from './traps.js';

const FILES: readonly (string | Buffer)[] = [
  '',
  'procedure_code,agency_code,level,effective_from\n1.000688,STP,2,2026-03-01\n',
  'Mã thủ tục;Cơ quan thực hiện;Mức độ\n1.000688;Sở Tư pháp;9\n',
  '{"procedure_code":"1.000688","agency_code":"STP","level":1}\n{',
  '{"__proto__":{"a":1}}\n[]\nnull\n',
  '"never closed\n1,2\n',
  `a${',a'.repeat(5000)}\n`,
  `${'x'.repeat(200_000)}\n`,
  Buffer.from('PK\u0003\u0004no workbook'),
  Buffer.from('%PDF-1.4\n%%EOF'),
  Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  Buffer.from([0xff, 0xfe, 0x41, 0x00]),
  Buffer.from([0x00, 0xff, 0xd8, 0xff]),
];
const BOUNDARY = 'xxboundaryxx';

/** A body that is no JSON: a form with a file, whole or abused, or the file alone. */
export function partsOf(type: string, pick: Pick): { headers: Record<string, string>; body: Buffer } {
  const file = pick(FILES);
  if (type !== 'multipart/form-data')
    return {
      headers: { 'content-type': pick([type, `${type}; charset=utf-8`, `${type};`]) },
      body: Buffer.from(file),
    };
  const name = pick(['file', 'file', 'file', 'File', 'other', '__proto__', '']);
  const fileName = pick([
    'a.csv',
    'a.csv',
    'a.xlsx',
    'a.jsonl',
    'a.svg',
    '../../a.csv',
    'a\u0000.csv',
    '',
    ...TEXT_TRAPS,
  ])
    .replace(/["\r\n]/g, '')
    .slice(0, 300);
  const media = pick(['text/csv', 'application/octet-stream', 'image/svg+xml', 'text/html', 'x', '']);
  const fields = pick<[string, string][]>([
    [],
    [],
    [['fact', 'publicPage']],
    [['fact', pick(TEXT_TRAPS)]],
    [['note', pick(TEXT_TRAPS)]],
    [['encoding', 'viscii']],
    [['asOf', '2026-02-30']],
    [['role', 'admin']],
    Array.from({ length: 1200 }, (_, n): [string, string] => [`a${n}`, 'b']),
  ]);
  const texts = fields.map(([key, value]) => part(`name="${key}"`, '', value));
  const parts = [...texts, part(`name="${name}"; filename="${fileName}"`, media, file)];
  const whole = Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
  return {
    headers: {
      'content-type': pick([
        ...Array.from({ length: 6 }, () => `multipart/form-data; boundary=${BOUNDARY}`),
        'multipart/form-data',
        'multipart/form-data; boundary=',
        `multipart/form-data; boundary="${'a'.repeat(300)}"`,
      ]),
    },
    body: pick([
      whole,
      whole,
      whole,
      Buffer.concat([...parts, ...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]),
      whole.subarray(0, whole.length - 20),
      Buffer.from(`--${BOUNDARY}`),
      Buffer.alloc(0),
    ]),
  };
}

function part(disposition: string, media: string, value: string | Buffer): Buffer {
  const type = media === '' ? '' : `Content-Type: ${media}\r\n`;
  const head = `--${BOUNDARY}\r\nContent-Disposition: form-data; ${disposition}\r\n${type}\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')]);
}
