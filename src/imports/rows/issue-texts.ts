import type { Text } from '../../domain/level-scheme/scheme.js';
import type { Language } from '../../http/language.js';

/** What is said of a row or a column, and what to do. `{name}` is replaced by the parameter of that name. */
export const ISSUE_TEXTS = {
  // Errors: the file cannot be committed while one is there.
  json_malformed: {
    vi: 'Dòng này không phải một đối tượng JSON hợp lệ. Kiểm tra dấu ngoặc, dấu phẩy; mỗi dòng một đối tượng.',
    en: 'This line is not a valid JSON object. Check brackets and commas; one object a line.',
  },
  json_not_flat: {
    vi: 'Dòng này phải là một đối tượng JSON với tên cột và giá trị, không lồng sâu hơn.',
    en: 'This line has to be one JSON object of column names and values, nested no deeper.',
  },
  column_twice: {
    vi: 'Hai cột cùng có nghĩa {field}. Hãy bỏ hoặc đổi tên một cột.',
    en: 'Two columns both mean {field}. Remove or rename one of them.',
  },
  column_missing: {
    vi: 'Thiếu cột {field}. Hãy thêm cột này.',
    en: 'There is no column {field}. Add it.',
  },
  control_characters: {
    vi: 'Ô này chứa ký tự điều khiển không đọc được. Hãy gõ lại ô này.',
    en: 'This cell holds control characters. Type it again.',
  },
  too_long: {
    vi: 'Dài quá {max} ký tự. Hãy rút ngắn.',
    en: 'Longer than {max} characters. Make it shorter.',
  },
  procedure_missing: {
    vi: 'Thiếu thủ tục: điền mã thủ tục, hoặc tên thủ tục đúng như đã công bố.',
    en: 'The procedure is missing: give its code, or its name just as published.',
  },
  procedure_unknown: {
    vi: 'Danh mục không có thủ tục này. Kiểm tra mã; nếu là thủ tục mới, hãy đăng ký và công bố nó trước, rồi nhập lại tệp.',
    en: 'The catalogue has no such procedure. Check the code; a new procedure is first to be registered and published, then import the file again.',
  },
  procedure_name_unknown: {
    vi: 'Không có thủ tục nào mang đúng tên này. Điền mã thủ tục, hoặc sửa tên cho đúng như đã công bố.',
    en: 'No procedure has exactly this name. Give its code, or write the name as published.',
  },
  procedure_ambiguous: {
    vi: 'Có nhiều thủ tục khớp: {candidates}. Hãy điền đầy đủ mã thủ tục.',
    en: 'Several procedures fit: {candidates}. Give the whole code.',
  },
  procedure_not_published: {
    vi: 'Thủ tục {code} chưa được công bố. Công bố trước rồi nhập lại tệp.',
    en: 'The procedure {code} has not been published. Publish it, then import the file again.',
  },
  procedure_repealed: {
    vi: 'Thủ tục {code} đã bị bãi bỏ, không còn nhận dịch vụ. Hãy bỏ dòng này.',
    en: 'The procedure {code} was repealed and takes no services. Remove this row.',
  },
  agency_missing: {
    vi: 'Thiếu cơ quan: điền mã hoặc tên cơ quan thực hiện.',
    en: 'The agency is missing: give its code or its name.',
  },
  agency_unknown: {
    vi: 'Không có cơ quan nào mang mã hoặc tên này. Danh sách cơ quan có ở trang Cơ quan (/agencies).',
    en: 'No agency has this code or name. The agencies are listed on the page of agencies (/agencies).',
  },
  agency_ambiguous: {
    vi: 'Có nhiều cơ quan mang tên này: {candidates}. Hãy điền mã cơ quan.',
    en: 'Several agencies have this name: {candidates}. Give the code of the agency.',
  },
  agency_ended: {
    vi: 'Cơ quan {code} đã ngừng hoạt động sau ngày {validTo}. Hãy ghi cơ quan kế thừa.',
    en: 'The agency {code} ended after {validTo}. Give the agency that took over.',
  },
  other_agency: {
    vi: 'Dịch vụ này thuộc cơ quan {agency}, không thuộc cơ quan của bạn hay cơ quan trực thuộc (quy tắc {rule}). Hãy bỏ dòng này.',
    en: 'This service belongs to agency {agency}, not to your agency or one under it (rule {rule}). Remove this row.',
  },
  bad_level: {
    vi: 'Mức độ phải là 1, 2 hoặc 3 (ví dụ "2", "mức 2", "Mức độ 3"); để trống nếu không khai.',
    en: 'The level has to be 1, 2 or 3 (such as "2", "level 2", "Mức độ 3"); leave it empty to declare none.',
  },
  level_not_supported: {
    vi: 'Hiện trạng {supported}, chưa đủ mức {declared}. Còn thiếu: {criteria} ({heldBackBy}).',
    en: 'What is stated supports {supported}, not level {declared}. Missing: {criteria} ({heldBackBy}).',
  },
  bad_date: {
    vi: 'Không đọc được ngày này. Ghi ngày/tháng/năm, ví dụ 31/12/2012.',
    en: 'This date cannot be read. Write day/month/year, such as 31/12/2012.',
  },
  no_such_day: {
    vi: 'Không có ngày này. Ngày đứng trước tháng, ví dụ 31/12/2012.',
    en: 'There is no such day. The day comes before the month, such as 31/12/2012.',
  },
  year_only: { vi: 'Chỉ có năm. Hãy ghi cả ngày và tháng.', en: 'Only a year. Give day and month too.' },
  day_out_of_range: { vi: 'Ngày phải từ {min} đến {max}.', en: 'The day has to be from {min} to {max}.' },
  bad_url: {
    vi: 'Không phải địa chỉ http hoặc https đầy đủ: {url}',
    en: 'Not a full http or https address: {url}',
  },
  too_many_urls: { vi: 'Nhiều nhất {max} địa chỉ.', en: 'At most {max} addresses.' },
  service_closed: {
    vi: 'Dịch vụ này đã đóng từ sau ngày {validTo}. Mở lại trước rồi nhập lại tệp, hoặc bỏ dòng này.',
    en: 'This service was closed after {validTo}. Open it again first, or remove this row.',
  },
  row_contradicts: {
    vi: 'Dòng {other} nói khác về cùng một dịch vụ {id}. Giữ lại một dòng đúng.',
    en: 'Row {other} says otherwise of the same service {id}. Keep the one that is right.',
  },
  bad_service_id: {
    vi: 'Mã dịch vụ gồm mã cơ quan và mã thủ tục, ví dụ STP~1.001193.',
    en: 'The id of a service is the code of its agency and that of its procedure, such as STP~1.001193.',
  },
  service_contradicts: {
    vi: 'Các cột khác của dòng này chỉ dịch vụ {other}. Hãy sửa cho khớp, hoặc bỏ trống mã dịch vụ.',
    en: 'The other columns of this row mean the service {other}. Make them agree, or leave the id empty.',
  },
  service_unknown: {
    vi: 'Danh mục không có dịch vụ {id}. Mở dịch vụ trước (tại trang dịch vụ, hoặc nhập danh sách dịch vụ), rồi nhập lại tệp.',
    en: 'The catalogue has no service {id}. Open it first (at the desk, or by importing a list of services), then import the file again.',
  },
  bad_period: {
    vi: 'Không đọc được kỳ này. Ghi năm 2012, quý 2012-Q4 hoặc tháng 2012-11.',
    en: 'This period cannot be read. Write a year 2012, a quarter 2012-Q4 or a month 2012-11.',
  },
  period_not_begun: {
    vi: 'Kỳ {period} bắt đầu từ {from}: chưa thể có hồ sơ.',
    en: 'The period {period} begins on {from}: there can be no dossiers yet.',
  },
  period_overlaps: {
    vi: 'Trùng thời gian với kỳ {other} đã có số liệu. Sửa số liệu của kỳ đó, hoặc thu hồi nó trước rồi nhập lại tệp.',
    en: 'Overlaps the period {other}, which has figures. Correct that one, or take its figures back first, then import the file again.',
  },
  period_overlaps_row: {
    vi: 'Trùng thời gian với kỳ {other} của cùng dịch vụ ở dòng {row}. Giữ lại các kỳ không trùng nhau.',
    en: 'Overlaps the period {other} of the same service in row {row}. Keep periods that do not overlap.',
  },
  bad_channel: {
    vi: 'Kênh tiếp nhận phải là trực tuyến, trực tiếp hoặc bưu chính (online, in_person, post).',
    en: 'The channel has to be online, in_person or post (trực tuyến, trực tiếp, bưu chính).',
  },
  bad_count: {
    vi: 'Phải là số nguyên từ 0 đến {max}, ghi bằng chữ số, ví dụ 1234.',
    en: 'Has to be a whole number from 0 to {max}, in figures, such as 1234.',
  },
  received_missing: {
    vi: 'Thiếu số hồ sơ tiếp nhận; ghi 0 nếu không có hồ sơ nào.',
    en: 'The number of dossiers received is missing; write 0 where there were none.',
  },
  resolved_missing: {
    vi: 'Có số đúng hạn thì phải có số đã giải quyết.',
    en: 'Where the number on time is given, that of resolved ones has to be too.',
  },
  on_time_above_resolved: {
    vi: 'Đúng hạn {onTime} không thể lớn hơn đã giải quyết {resolved}. Kiểm tra cả hai số (ô trống giữ số đã có).',
    en: '{onTime} on time cannot exceed {resolved} resolved. Check both (an empty cell keeps the figure that is known).',
  },
  volume_twice: {
    vi: 'Kỳ {period}, kênh {channel} của dịch vụ {id} cũng ở dòng {other}. Giữ lại một dòng đúng.',
    en: 'The period {period}, {channel}, of the service {id} is in row {other} too. Keep the one that is right.',
  },
  // Warnings
  row_twice: {
    vi: 'Dòng này giống hệt dòng {other} và chỉ được tính một lần.',
    en: 'This row is the same as row {other} and counts once.',
  },
  code_repaired: {
    vi: 'Mã đã được sửa thành {code} ({name}). Xác nhận nếu đúng.',
    en: 'The code was repaired to {code} ({name}). Confirm if that is right.',
  },
  code_suffix_removed: {
    vi: 'Đã bỏ phần đuôi của tỉnh, còn mã {code} ({name}). Xác nhận nếu đúng.',
    en: 'The province’s suffix was taken off, which leaves {code} ({name}). Confirm if that is right.',
  },
  agency_code_repaired: {
    vi: 'Mã cơ quan đã được sửa thành {code} ({name}). Xác nhận nếu đúng.',
    en: 'The code of the agency was repaired to {code} ({name}). Confirm if that is right.',
  },
  date_guessed: {
    vi: 'Ngày được hiểu là {date}. Xác nhận nếu đúng.',
    en: 'The day was read as {date}. Confirm if that is right.',
  },
  period_guessed: {
    vi: 'Kỳ được hiểu là {period}. Xác nhận nếu đúng.',
    en: 'The period was read as {period}. Confirm if that is right.',
  },
  count_guessed: {
    vi: 'Số được hiểu là {count}. Xác nhận nếu đúng.',
    en: 'The number was read as {count}. Confirm if that is right.',
  },
  channels_kept: {
    vi: 'Tệp chỉ thay số của các kênh có trong tệp. Kỳ {period} giữ nguyên số đã tiếp nhận của: {channels}.',
    en: 'The file replaces the figures of the channels that it names. The period {period} keeps those received by: {channels}.',
  },
  procedure_name_differs: {
    vi: 'Mã {code} là của thủ tục "{name}". Xác nhận nếu dòng này nói về thủ tục đó.',
    en: 'The code {code} is that of "{name}". Confirm if the row is about that procedure.',
  },
  field_differs: {
    vi: 'Thủ tục {code} thuộc lĩnh vực "{name}"; lĩnh vực trong tệp không được dùng.',
    en: 'The procedure {code} is in the field "{name}"; the field in the file is not used.',
  },
  agency_name_differs: {
    vi: 'Mã {code} là của cơ quan "{name}". Xác nhận nếu dòng này nói về cơ quan đó.',
    en: 'The code {code} is that of "{name}". Confirm if the row is about that agency.',
  },
  decision_not_applied: {
    vi: 'Thủ tục {code} đang có quyết định {standing}. Quyết định là của thủ tục, không nhập qua tệp này; ô này không được dùng.',
    en: 'The procedure {code} stands on the decision {standing}. A decision belongs to the procedure and is not imported here; this cell is not used.',
  },
  support_falls: {
    vi: 'Sau thay đổi này hiện trạng {supported}, dưới mức đang khai {declared}. Xác nhận nếu đúng.',
    en: 'After this change what is stated supports {supported}, below the declared level {declared}. Confirm if that is right.',
  },
  doubtful_words: {
    vi: 'Có chữ không đọc được theo bảng mã của cột ({words}). Xác nhận nếu đúng.',
    en: 'Some words do not read well in the encoding of the column ({words}). Confirm if they are right.',
  },
  capitals_doubtful: {
    vi: 'Bảng mã TCVN3 không cho biết chữ hoa hay thường ở ô này. Xác nhận nếu đúng.',
    en: 'TCVN3 does not tell capitals from small letters in this cell. Confirm if it is right.',
  },
  encoding_unsure: {
    vi: 'Không chắc bảng mã của cột này: đọc theo {encoding}, độ tin cậy {confidence}. Xem mẫu, rồi xác nhận hoặc chọn encoding khác.',
    en: 'The encoding of this column is not sure: read as {encoding}, confidence {confidence}. Look at the samples, then confirm or choose another encoding.',
  },
  sheet_not_read: {
    vi: 'Trang tính "{sheet}" không được đọc: chỉ đọc trang đầu tiên có dòng tiêu đề.',
    en: 'The sheet "{sheet}" was not read: the first sheet with a header row is.',
  },
} as const satisfies Record<string, Text>;

export type IssueCode = keyof typeof ISSUE_TEXTS;
export const ISSUE_CODES: readonly string[] = Object.keys(ISSUE_TEXTS);

export function issueText(
  code: IssueCode,
  params: Record<string, string | number | Text>,
  language: Language,
): string {
  return ISSUE_TEXTS[code][language].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name] ?? '';
    return typeof value === 'object' ? value[language] : String(value);
  });
}
