import { stringify } from 'csv-stringify/sync';
import type { Language } from '../http/language.js';
import { spreadsheetCell } from '../http/spreadsheet-cell.js';
import type { Issue } from './rows/issue.js';
import { issueText } from './rows/issue-texts.js';

const BYTE_ORDER_MARK = '\uFEFF';
const HEADER: Record<Language, string[]> = {
  vi: ['Dòng', 'Cột', 'Giá trị', 'Loại', 'Nội dung', 'Mã'],
  en: ['Row', 'Column', 'Value', 'Kind', 'Message', 'Code'],
};
const KIND: Record<Issue['kind'], Record<Language, string>> = {
  error: { vi: 'lỗi', en: 'error' },
  warning: { vi: 'cảnh báo', en: 'warning' },
};

/** Everything there is to tell of a file, as CSV that a spreadsheet opens as it is. */
export function errorFile(issues: readonly Issue[], language: Language): string {
  const rows = issues.map(({ row, column, value, kind, code, params }) => [
    row === null ? '' : String(row),
    column ?? '',
    value ?? '',
    KIND[kind][language],
    issueText(code, params, language),
    code,
  ]);
  const lines = [HEADER[language], ...rows].map((cells) => cells.map(spreadsheetCell));
  return BYTE_ORDER_MARK + stringify(lines, { record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}
