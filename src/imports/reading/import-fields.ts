import { fold, normaliseLines } from '../../domain/text/fold.js';
import { decodeLetters } from '../encoding/decode.js';
import { type Encoding, ENCODINGS } from '../encoding/encodings.js';
import { PLAIN } from '../encoding/word-reading.js';

/** Columns of a list of services, as the exports name them. */
export const SERVICE_FIELDS = [
  'procedure_code',
  'procedure_name',
  'field',
  'agency_code',
  'agency_name',
  'level',
  'effective_from',
  'information_url',
  'form_urls',
  'submission_url',
  'status_url',
  'decision_number',
  'decision_date',
  'note',
] as const;
export type ServiceField = (typeof SERVICE_FIELDS)[number];

/** Columns of a list of case volumes: which service, and its figures of one period and channel. */
export const VOLUME_FIELDS = [
  'service_id',
  'procedure_code',
  'procedure_name',
  'field',
  'agency_code',
  'agency_name',
  'period',
  'channel',
  'received',
  'resolved',
  'on_time',
] as const;
export type VolumeField = (typeof VOLUME_FIELDS)[number];

/** What a column of an import file can mean. */
export type ImportField = ServiceField | VolumeField;
export const IMPORT_FIELDS: readonly ImportField[] = [...new Set([...SERVICE_FIELDS, ...VOLUME_FIELDS])];

/** What offices write above the column, besides its own name; compared without case, marks, spaces and punctuation. */
const TITLES: Record<ImportField, string[]> = {
  procedure_code: ['Mã thủ tục', 'Mã thủ tục hành chính', 'Mã TTHC', 'Mã số thủ tục', 'Mã số TTHC'],
  procedure_name: ['Tên thủ tục', 'Tên thủ tục hành chính', 'Tên TTHC', 'Thủ tục', 'Thủ tục hành chính'],
  field: ['Lĩnh vực', 'Tên lĩnh vực', 'Procedure field'],
  agency_code: ['Mã cơ quan', 'Mã đơn vị', 'Mã cơ quan thực hiện'],
  agency_name: ['Cơ quan thực hiện', 'Tên cơ quan', 'Cơ quan', 'Đơn vị', 'Đơn vị thực hiện', 'Agency'],
  level: ['Mức độ', 'Mức độ DVC', 'Mức độ dịch vụ công', 'Mức', 'Mức độ cung cấp'],
  effective_from: ['Từ ngày', 'Ngày áp dụng', 'Áp dụng từ ngày', 'Ngày hiệu lực', 'Có hiệu lực từ ngày'],
  information_url: ['Địa chỉ trang thông tin', 'Trang thông tin', 'Link thông tin', 'Đường dẫn thông tin'],
  form_urls: ['Địa chỉ biểu mẫu', 'Biểu mẫu', 'Link biểu mẫu', 'Đường dẫn biểu mẫu', 'Mẫu đơn', 'Form URL'],
  submission_url: ['Địa chỉ nộp hồ sơ', 'Nộp hồ sơ', 'Link nộp hồ sơ', 'Đường dẫn nộp hồ sơ'],
  status_url: ['Địa chỉ tra cứu hồ sơ', 'Tra cứu hồ sơ', 'Link tra cứu', 'Đường dẫn tra cứu hồ sơ'],
  decision_number: ['Số quyết định', 'Quyết định', 'Quyết định công bố', 'Số QĐ'],
  decision_date: ['Ngày quyết định', 'Ngày QĐ', 'Ngày ban hành quyết định'],
  note: ['Ghi chú', 'Notes', 'Remark'],
  service_id: ['id', 'Mã dịch vụ', 'Service'],
  period: ['Kỳ', 'Kỳ báo cáo', 'Kỳ số liệu', 'Thời kỳ'],
  channel: ['Kênh', 'Kênh tiếp nhận', 'Hình thức tiếp nhận', 'Hình thức nộp'],
  received: ['Tiếp nhận', 'Đã tiếp nhận', 'Số tiếp nhận', 'Số hồ sơ tiếp nhận', 'Hồ sơ tiếp nhận'],
  resolved: ['Đã giải quyết', 'Giải quyết', 'Số đã giải quyết', 'Số hồ sơ đã giải quyết'],
  on_time: ['Đúng hạn', 'Giải quyết đúng hạn', 'Đã giải quyết đúng hạn', 'Số hồ sơ đúng hạn'],
};

/** Columns of the exports that say what the catalogue worked out itself: known, and not read. */
const WORKED_OUT: Record<string, string> = {
  basis: 'Căn cứ của mức độ',
  declared_level: 'Mức độ tự khai',
  verified_level: 'Mức độ đã kiểm tra',
  supported_level: 'Mức độ theo hiện trạng',
  held_back_by: 'Tiêu chí còn thiếu',
  demonstration: 'Dữ liệu minh họa',
  updated_at: 'Cập nhật lúc',
  version: 'Phiên bản',
  verified_at: 'Kiểm tra lúc',
  facts_revision: 'Lần cập nhật hiện trạng',
  procedure_name_en: 'Tên thủ tục tiếng Anh',
  field_code: 'Mã lĩnh vực',
  schemes: 'Thang mức độ khác',
  // The column of what is wrong in a sheet that was handed back.
  what_to_mend: 'Điều cần sửa',
};
/** Counting the rows is no information of theirs. */
const ROW_NUMBER = ['STT', 'TT', 'Số thứ tự', 'No', 'Number'];

export type ColumnMeaning = ImportField | 'ignored';

const squeezed = (title: string): string => fold(title).replaceAll(' ', '');

const MEANINGS = new Map<string, ColumnMeaning>([
  ...[...Object.entries(WORKED_OUT).flat(), ...ROW_NUMBER].map(
    (title) => [squeezed(title), 'ignored'] as const,
  ),
  ...IMPORT_FIELDS.flatMap((field) =>
    [field, ...TITLES[field]].map((title) => [squeezed(title), field] as const),
  ),
]);

const PLAIN_ENCODING: readonly Encoding[] = ['ascii'];

export interface UnderstoodHeader {
  meaning: ColumnMeaning;
  /** The header in the letters that were meant. */
  text: string;
}

/** "Mức độ (1-3)": what stands in brackets explains. */
const titlesOf = (text: string): string[] =>
  text.includes('(') ? [text, text.replace(/\([^)]*\)/gu, '')] : [text];

/** A header is short, so every old encoding that may read it otherwise is tried: it is read before its column can be judged. */
export function understand(header: string): UnderstoodHeader | null {
  if (header.length > 200) return null;
  for (const encoding of PLAIN.test(header) ? PLAIN_ENCODING : ENCODINGS) {
    const text = decodeLetters(header, encoding);
    for (const title of text === null ? [] : titlesOf(text)) {
      const meaning = MEANINGS.get(squeezed(title));
      if (meaning !== undefined) return { meaning, text: normaliseLines(title) };
    }
  }
  return null;
}

export function meaningOf(header: string): ColumnMeaning | null {
  return understand(header)?.meaning ?? null;
}
