import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  LEGACY_ENCODINGS,
  legacyBytes,
  legacyEncode,
  type LegacyEncoding,
} from '../../../test/support/legacy-encode.js';
import type { ColumnJudgement } from './column-evidence.js';
import { decodeCell } from './decode.js';
import { detectContainer, readContainer } from './detect-container.js';
import type { Container, Encoding } from './encodings.js';
import { judgeColumns, SURE } from './judge-columns.js';
import { doubtfulWords } from './word-reading.js';

const TYPED_NAMES = [
  'Đăng ký khai sinh',
  'Đăng ký lại khai tử',
  'Cấp giấy phép xây dựng nhà ở riêng lẻ tại đô thị',
  'Cấp bản sao trích lục hộ tịch',
  'Thủ tục đăng ký kết hôn có yếu tố nước ngoài',
  'Chuyển đổi công ty trách nhiệm hữu hạn thành công ty cổ phần',
  'Cấp đổi giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở',
  'Xác nhận tình trạng hôn nhân',
  'Thẩm định thiết kế kỹ thuật',
  'Trợ cấp xã hội hằng tháng đối với người khuyết tật',
  'Tuyển dụng viên chức',
  'Hỗ trợ tiền ăn trưa cho trẻ em mẫu giáo',
  'Miễn, giảm thuế thu nhập',
];

function procedureNames(): string[] {
  const folder = join(import.meta.dirname, '../../../seeds/procedures');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder)
    .filter((file) => file.endsWith('.jsonl'))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean))
    .flatMap((line) => Object.entries(JSON.parse(line) as Record<string, unknown>))
    .filter(([key, value]) => ['name', 'nameVi', 'name_vi'].includes(key) && typeof value === 'string')
    .map(([, value]) => decodeCell(String(value), 'utf-8'));
  return [...new Set(names)];
}

const TONED_CAPITAL = /[ÀẢÃÁẠẰẲẴẮẶẦẨẪẤẬÈẺẼÉẸỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌỒỔỖỐỘỜỞỠỚỢÙỦŨÚỤỪỬỮỨỰỲỶỸÝỴ]/u;

const SHAPES: [name: string, Container, (text: string, encoding: LegacyEncoding) => string | null][] = [
  ['an 8-bit file', '8bit', legacyBytes],
  ['old letters inside a Unicode file', 'utf-8', legacyEncode],
];

function judgeOne(cells: string[], container: Container): ColumnJudgement {
  const [judgement] = judgeColumns(
    cells.map((cell) => [cell]),
    container,
  );
  if (!judgement) throw new Error('No column');
  return judgement;
}

function written(names: string[], encode: (name: string) => string | null): { raw: string; name: string }[] {
  return names.flatMap((name) => {
    const raw = encode(name);
    return raw === null ? [] : [{ raw, name }];
  });
}

describe.each([
  ['typed names', TYPED_NAMES],
  ['the names of all procedures', procedureNames()],
])('%s', (_source, names) => {
  const encodings =
    names.length === 0 ? [] : SHAPES.flatMap((shape) => LEGACY_ENCODINGS.map((e) => [e, ...shape] as const));

  it.each(encodings)('in %s, as %s, come back to the letter', (encoding, _shape, container, encode) => {
    const rows = written(names, (name) => encode(name, encoding));
    expect(rows.length).toBeGreaterThan(names.length * 0.98);
    const judgement = judgeOne(
      rows.map((row) => row.raw),
      container,
    );

    // The 13 names hold none of the capitals in which TCVN 5712 differs from TCVN3: either answer reads them alike.
    if (encoding !== 'tcvn5712' || names.some((name) => TONED_CAPITAL.test(name))) {
      expect(judgement.encoding).toBe(encoding);
    }
    expect(judgement.confidence).toBeGreaterThan(SURE);
    for (const { raw, name } of rows) {
      const decoded = decodeCell(raw, judgement.encoding);
      // TCVN3 has no toned capitals: within a word of small letters their case is lost, and nothing else.
      const caseIsLost = encoding === 'tcvn3' && TONED_CAPITAL.test(name);
      expect(caseIsLost ? decoded.toLowerCase() : decoded).toBe(caseIsLost ? name.toLowerCase() : name);
    }
  });

  it.skipIf(names.length === 0)('in Unicode, composed or not, come back to the letter', () => {
    for (const [form, encoding] of [
      ['NFC', 'utf-8'],
      ['NFD', 'utf-8-nfd'],
    ] as const) {
      const judgement = judgeOne(
        names.map((name) => name.normalize(form)),
        'utf-16le',
      );
      expect(judgement).toMatchObject({ encoding });
      expect(judgement.confidence).toBeGreaterThan(SURE);
      expect(names.map((name) => decodeCell(name.normalize(form), judgement.encoding))).toEqual(names);
    }
  });

  it.each(encodings)(
    'three rows in %s, as %s, are right or said to be unsure',
    (encoding, _shape, container, encode) => {
      const rows = written(names, (name) => encode(name, encoding));
      let sure = 0;
      let columns = 0;
      for (let at = 0; at + 3 <= rows.length; at += 3) {
        const column = rows.slice(at, at + 3);
        const judgement = judgeOne(
          column.map((row) => row.raw),
          container,
        );
        columns += 1;
        if (judgement.confidence < SURE) continue;
        sure += 1;
        for (const { raw, name } of column) {
          expect(decodeCell(raw, judgement.encoding).toLowerCase()).toBe(name.toLowerCase());
        }
      }
      expect(sure / columns).toBeGreaterThan(0.7);
    },
  );

  it.each(encodings)(
    'two words in %s, as %s, are never surely wrong',
    (encoding, _shape, container, encode) => {
      for (const name of names) {
        const words = name.split(' ').slice(0, 2).join(' ');
        const raw = encode(words, encoding);
        if (raw === null) continue;
        const judgement = judgeOne([raw], container);
        if (judgement.confidence < SURE) continue;
        expect(decodeCell(raw, judgement.encoding).toLowerCase()).toBe(words.toLowerCase());
      }
    },
  );
});

describe('columns of one file', () => {
  const encodingsOf = (rows: string[][], container: Container): Encoding[] =>
    judgeColumns(rows, container).map((column) => column.encoding);

  it('are judged each by itself', () => {
    const rows = TYPED_NAMES.map((name, i) => [
      legacyBytes(name, 'tcvn3') ?? '',
      `1.00${i}570`,
      legacyBytes(name, 'vni') ?? '',
      legacyBytes(name, 'windows-1258') ?? '',
    ]);
    expect(encodingsOf(rows, '8bit')).toEqual(['tcvn3', 'ascii', 'vni', 'windows-1258']);
  });

  it('may be in Unicode beside old letters', () => {
    const rows = TYPED_NAMES.map((name) => [name, legacyEncode(name, 'tcvn3') ?? '', name.normalize('NFD')]);
    expect(encodingsOf(rows, 'utf-8')).toEqual(['utf-8', 'tcvn3', 'utf-8-nfd']);
  });

  it('lend a poor one what they are surely in', () => {
    const alone = judgeColumns([[legacyBytes('Bộ', 'tcvn3') ?? '']], '8bit')[0];
    expect(alone?.confidence).toBeLessThan(SURE);
    const rows = TYPED_NAMES.map((name) => [
      legacyBytes(name, 'tcvn3') ?? '',
      legacyBytes('Bộ', 'tcvn3') ?? '',
    ]);
    expect(judgeColumns(rows, '8bit')[1]).toMatchObject({ encoding: 'tcvn3', samples: [{ decoded: 'Bộ' }] });
  });

  it('of decision numbers are read by their abbreviations', () => {
    const raw = ['1234/QĐ-UBND', '15/NQ-HĐND', '43/2011/NĐ-CP'];
    const rows = TYPED_NAMES.map((name, i) => [
      legacyBytes(name, 'tcvn3') ?? '',
      legacyBytes(raw[i % raw.length] ?? '', 'tcvn3') ?? '',
    ]);
    expect(encodingsOf(rows, '8bit')).toEqual(['tcvn3', 'tcvn3']);
  });

  it('show samples and what else they could be', () => {
    const judgement = judgeOne(
      TYPED_NAMES.map((name) => legacyEncode(name, 'vni') ?? ''),
      'utf-8',
    );
    expect(judgement.samples).toHaveLength(5);
    expect(judgement.samples[0]).toEqual({ raw: 'Ñaêng kyù khai sinh', decoded: 'Đăng ký khai sinh' });
    expect(judgement.alternatives).toHaveLength(3);
    for (const other of judgement.alternatives) expect(other.confidence).toBeLessThan(0.01);
  });
});

describe('what is not as it should be', () => {
  it('is a column written in two ways: unsure, and its odd rows can be named', () => {
    const cells = TYPED_NAMES.map((name, i) => (i < 2 ? (legacyEncode(name, 'tcvn3') ?? '') : name));
    const judgement = judgeOne(cells, 'utf-8');
    expect(judgement).toMatchObject({ encoding: 'utf-8' });
    expect(judgement.confidence).toBeLessThan(SURE);
    const odd = cells.filter((cell) => doubtfulWords(cell, judgement.encoding).length > 0);
    expect(odd).toEqual(cells.slice(0, 2));
  });

  it('is another language: left as it is', () => {
    const french = ['Société générale', 'Café crème', 'Hôtel à côté', 'Über öffentliche Straße'];
    expect(judgeOne(french, 'utf-8').encoding).toBe('utf-8');
    const bytes = readContainer(
      Buffer.from(french.join('\n'), 'latin1'),
      detectContainer(Buffer.from(french.join('\n'), 'latin1')),
    );
    const judgement = judgeOne(bytes.split('\n'), '8bit');
    expect(judgement.encoding).toBe('windows-1252');
    expect(judgement.confidence).toBeLessThan(SURE);
  });

  it('is nothing at all', () => {
    expect(judgeColumns([], '8bit')).toEqual([]);
    expect(judgeColumns([['', ''], ['']], 'utf-8').map((column) => column.encoding)).toEqual([
      'ascii',
      'ascii',
    ]);
  });

  it('may be very large: memory stays small', () => {
    const cells = Array.from({ length: 20_000 }, (_none, i) => `đ${i.toString(36).replace(/\d/gu, 'ă')} ế`);
    expect(judgeOne(cells, 'utf-8').samples).toHaveLength(5);
  });
});
