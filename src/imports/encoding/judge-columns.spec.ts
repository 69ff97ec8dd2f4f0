import { describe, expect, it } from 'vitest';
import {
  LEGACY_ENCODINGS,
  legacyBytes,
  legacyEncode,
  type LegacyEncoding,
} from '../../../test/support/legacy-encode.js';
import { procedureNames } from '../../../test/support/procedure-names.js';
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

function encodingsOf(rows: string[][], container: Container): Encoding[] {
  return judgeColumns(rows, container).map((column) => column.encoding);
}

interface Row {
  raw: string;
  name: string;
}

const rawOf = (row: Row): string => row.raw;

function isSure(column: Row[], container: Container): boolean {
  return judgeOne(column.map(rawOf), container).confidence >= SURE;
}

function isWrong(column: Row[], container: Container): boolean {
  const { encoding } = judgeOne(column.map(rawOf), container);
  return column.some(({ raw, name }) => decodeCell(raw, encoding).toLowerCase() !== name.toLowerCase());
}

function written(names: string[], encode: (name: string) => string | null): Row[] {
  return names.flatMap((name) => {
    const raw = encode(name);
    return raw === null ? [] : [{ raw, name }];
  });
}

const SOURCES: [name: string, names: string[]][] = [
  ['typed names', TYPED_NAMES],
  ['the names of all procedures', procedureNames()],
];

describe.each(SOURCES)('%s', (_source, names) => {
  const encodings = SHAPES.flatMap((shape) =>
    LEGACY_ENCODINGS.map((encoding) => [encoding, ...shape] as const),
  );

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
    // TCVN3 has no toned capitals: within a word of small letters their case is lost, and nothing else.
    const wrong = rows.filter(({ raw, name }) => {
      const decoded = decodeCell(raw, judgement.encoding);
      return encoding === 'tcvn3' && TONED_CAPITAL.test(name)
        ? decoded.toLowerCase() !== name.toLowerCase()
        : decoded !== name;
    });
    expect(wrong).toEqual([]);
  });

  it('in Unicode, composed or not, come back to the letter', () => {
    for (const [form, encoding] of [
      ['NFC', 'utf-8'],
      ['NFD', 'utf-8-nfd'],
    ] as const) {
      const judgement = judgeOne(
        names.map((name) => name.normalize(form)),
        'utf-8',
      );
      expect(judgement).toMatchObject({ encoding });
      expect(judgement.confidence).toBeGreaterThan(SURE);
      expect(names.map((name) => decodeCell(name.normalize(form), judgement.encoding))).toEqual(names);
    }
  });

  it.each(['utf-16le', 'utf-16be'] as const)('in a file of %s are told by its layout', (layout) => {
    const judgement = judgeOne(names, layout);
    expect(judgement).toMatchObject({ encoding: layout });
    expect(judgement.confidence).toBeGreaterThan(SURE);
    expect(names.map((name) => decodeCell(name, judgement.encoding))).toEqual(names);
  });

  // Each short column is a case of its own: of all the procedures, every fourth will do.
  const some = names.filter((_name, i) => names.length < 100 || i % 4 === 0);

  it.each(encodings)(
    'three rows in %s, as %s, are right or said to be unsure',
    (encoding, _shape, container, encode) => {
      const rows = written(some, (name) => encode(name, encoding));
      const columns = Array.from({ length: Math.floor(rows.length / 3) }, (_none, i) =>
        rows.slice(i * 3, i * 3 + 3),
      );
      const sure = columns.filter((column) => isSure(column, container));
      expect(sure.filter((column) => isWrong(column, container))).toEqual([]);
      expect(sure.length / columns.length).toBeGreaterThan(0.7);
    },
  );

  it.each(encodings)(
    'two words in %s, as %s, are never surely wrong',
    (encoding, _shape, container, encode) => {
      const phrases = [...new Set(some.map((name) => name.split(' ').slice(0, 2).join(' ')))];
      const columns = written(phrases, (phrase) => encode(phrase, encoding)).map((row) => [row]);
      expect(columns.length).toBeGreaterThan(10);
      expect(columns.filter((column) => isSure(column, container) && isWrong(column, container))).toEqual([]);
    },
  );
});

describe('columns of one file', () => {
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
