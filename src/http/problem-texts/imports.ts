import type { ProblemTexts } from './problem-texts.js';

/** What is wrong with a sheet, or with the state of its import. */
export const IMPORT_TEXTS = {
  import_empty: { vi: 'Tệp rỗng.', en: 'The file is empty.' },
  import_old_workbook: {
    vi: 'Đây là tệp Excel cũ (.xls) hoặc tệp có mật khẩu. Hãy mở bằng Excel hay LibreOffice và lưu thành .xlsx hoặc .csv không mật khẩu.',
    en: 'This is an old Excel file (.xls) or one with a password. Save it as .xlsx or .csv without a password.',
  },
  import_unreadable_workbook: {
    vi: 'Không đọc được tệp này như một bảng tính .xlsx. Hãy mở bằng Excel hay LibreOffice và lưu lại.',
    en: 'This file cannot be read as an .xlsx workbook. Open it in Excel or LibreOffice and save it again.',
  },
  import_unpacks_too_large: {
    vi: 'Bảng tính giải nén ra quá {size}. Hãy chia thành nhiều tệp.',
    en: 'The workbook unpacks to more than {size}. Split it into several files.',
  },
  import_no_header: {
    vi: 'Không tìm thấy dòng tiêu đề. Cần có cột mã hoặc tên thủ tục (với tệp số hồ sơ: mã dịch vụ cũng được) và ít nhất một cột khác trong: {columns}.',
    en: 'No header row was found. There has to be a column of procedure codes or names (for case volumes, ids of services will do) and one more of: {columns}.',
  },
  import_quote_not_closed: {
    vi: 'Dấu ngoặc kép mở ở khoảng dòng {row} không được đóng. Hãy sửa rồi gửi lại.',
    en: 'A quotation mark opened near row {row} is never closed. Mend it and send the file again.',
  },
  import_row_too_long: {
    vi: 'Dòng {row} dài quá {size}. Có thể thiếu dấu ngoặc kép đóng hoặc chỗ xuống dòng.',
    en: 'Row {row} is longer than {size}. A closing quotation mark or a line end may be missing.',
  },
  import_too_many_rows: {
    vi: 'Tệp có quá {limit} dòng. Hãy chia thành nhiều tệp.',
    en: 'The file has more than {limit} rows. Split it into several files.',
  },
  import_running: {
    vi: 'Tệp này còn đang được đọc. Hãy đợi đến khi xong.',
    en: 'This file is still being read. Wait until it is done.',
  },
  import_failed: {
    vi: 'Tệp này không đọc được nên không thể ghi. Hãy sửa và gửi lại tệp.',
    en: 'This file could not be read, so there is nothing to commit. Mend it and send it again.',
  },
  import_expired: {
    vi: 'Bản chạy thử này đã quá {days} ngày và tệp đã được xóa. Hãy gửi lại tệp.',
    en: 'This dry run is older than {days} days and its file is gone. Send the file again.',
  },
  import_has_errors: {
    vi: 'Tệp còn {count} lỗi, chưa có gì được ghi. Sửa theo tệp lỗi rồi gửi lại.',
    en: 'The file has {count} errors and nothing was written. Mend them by the error file and send it again.',
  },
  import_unconfirmed: {
    vi: 'Có những điều được phỏng đoán cần người xác nhận trước khi ghi: {codes}.',
    en: 'Some guesses have to be confirmed by a person before they are written: {codes}.',
  },
  import_changed: {
    vi: 'Danh mục đã thay đổi sau khi chạy thử, nên kết quả ghi sẽ khác những gì đã xem. Chưa có gì được ghi. Hãy gửi lại tệp và xem lại.',
    en: 'The catalogue has changed since the dry run, so other things would be written than were shown. Nothing was written. Send the file again and look at it.',
  },
  nothing_to_confirm: {
    vi: 'Không có lần công bố mới nào của thủ tục đang chờ cơ quan xác nhận.',
    en: 'No new version of the procedure waits for the agency’s answer.',
  },
  volumes_overlap: {
    vi: 'Kỳ này trùng với kỳ khác đã có số liệu của dịch vụ. Xem danh sách errors.',
    en: 'The period overlaps others of the service that have figures. See errors.',
  },
} as const satisfies ProblemTexts;
