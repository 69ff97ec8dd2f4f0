import type { ProblemTexts } from './problem-texts.js';

/** Faults of single values. */
export const VALUE_TEXTS = {
  unknown_field: { vi: 'Trường này không có. Hãy bỏ đi.', en: 'There is no such field. Leave it out.' },
  unknown_parameter: {
    vi: 'Tham số này không có. Hãy bỏ đi.',
    en: 'There is no such parameter. Leave it out.',
  },
  required: { vi: 'Bắt buộc phải có.', en: 'This is required.' },
  not_text: { vi: 'Phải là một chuỗi ký tự.', en: 'Must be a text.' },
  too_long: { vi: 'Quá dài: nhiều nhất {max} ký tự.', en: 'Too long: at most {max} characters.' },
  empty: { vi: 'Không được để trống.', en: 'Must not be empty.' },
  ill_formed_text: {
    vi: 'Có ký tự điều khiển hoặc ký tự Unicode hỏng. Hãy gõ lại.',
    en: 'Holds control characters or broken Unicode. Type it again.',
  },
  not_integer: {
    vi: 'Phải là số nguyên từ {min} đến {max}.',
    en: 'Must be a whole number from {min} to {max}.',
  },
  integer_out_of_range: {
    vi: 'Phải là số nguyên từ {min} đến {max}.',
    en: 'Must be a whole number from {min} to {max}.',
  },
  number_out_of_range: {
    vi: 'Phải là một số từ {min} đến {max}.',
    en: 'Must be a number from {min} to {max}.',
  },
  not_number: { vi: 'Phải là một số.', en: 'Must be a number.' },
  not_boolean: { vi: 'Phải là true hoặc false.', en: 'Must be true or false.' },
  not_one_of: { vi: 'Phải là một trong: {allowed}.', en: 'Must be one of: {allowed}.' },
  not_a_date: {
    vi: 'Phải là một ngày có thật, dạng YYYY-MM-DD, trong các năm 1900 đến 2999.',
    en: 'Must be a real day, as YYYY-MM-DD, of the years 1900 to 2999.',
  },
  not_an_instant: {
    vi: 'Phải là thời điểm dạng RFC 3339, ví dụ 2012-11-30T08:00:00Z.',
    en: 'Must be an instant as in RFC 3339, such as 2012-11-30T08:00:00Z.',
  },
  not_a_url: { vi: 'Phải là địa chỉ http hoặc https đầy đủ.', en: 'Must be a full http or https address.' },
  not_an_email: {
    vi: 'Phải là một địa chỉ thư điện tử, nhiều nhất {max} ký tự.',
    en: 'Must be an e-mail address of at most {max} characters.',
  },
  address_refused: {
    vi: 'Địa chỉ này thuộc mạng nội bộ hoặc không công khai nên không được gửi tới. Xem WEBHOOKS_ALLOW_PRIVATE.',
    en: 'This address is inside a private network, and nothing is sent there. See WEBHOOKS_ALLOW_PRIVATE.',
  },
  not_a_code: {
    vi: 'Mã chỉ gồm chữ cái không dấu, chữ số, dấu chấm và gạch nối, dài nhất {max}.',
    en: 'A code has letters without marks, digits, dots and hyphens only, at most {max}.',
  },
  not_a_service_id: {
    vi: 'Mã dịch vụ có dạng mã cơ quan~mã thủ tục, ví dụ STP~1.000688.',
    en: 'A service id is agency code~procedure code, such as STP~1.000688.',
  },
  not_a_decimal: {
    vi: 'Phải là số thập phân dạng chuỗi, ví dụ "44" hoặc "96.5".',
    en: 'Must be a decimal number as text, such as "44" or "96.5".',
  },
  not_a_period: {
    vi: 'Phải là một kỳ: 2012, 2012-Q4, 2012-11 hoặc 2010-2011.',
    en: 'Must be a period: 2012, 2012-Q4, 2012-11 or 2010-2011.',
  },
  not_a_volume_period: {
    vi: 'Phải là một năm, một quý hoặc một tháng: 2012, 2012-Q4 hoặc 2012-11.',
    en: 'Must be a year, a quarter or a month: 2012, 2012-Q4 or 2012-11.',
  },
  period_not_begun: {
    vi: 'Kỳ này đến {from} mới bắt đầu, chưa thể có hồ sơ.',
    en: 'This period begins on {from}: there can be no dossiers yet.',
  },
  period_overlaps: {
    vi: 'Trùng với kỳ {other} đã có số liệu. Sửa kỳ đó, hoặc rút số liệu của nó (gửi danh sách rỗng) trước.',
    en: 'Overlaps the period {other}, which has figures. Correct that one, or take its figures back first (send an empty list).',
  },
  channel_twice: {
    vi: 'Kênh này đã có ở trên. Mỗi kênh một lần.',
    en: 'This channel stands above already. Give each channel once.',
  },
  on_time_above_resolved: {
    vi: 'Số đúng hạn không được lớn hơn số đã giải quyết ({resolved}).',
    en: 'On time cannot be more than resolved ({resolved}).',
  },
  services_only: {
    vi: 'Chỉ dịch vụ có số hồ sơ: hãy bỏ weight, hoặc dùng unit=service.',
    en: 'Only services have dossiers: leave weight out, or take unit=service.',
  },
  value_not_expected: {
    vi: 'Số liệu với dấu so sánh "{comparator}" không có giá trị. Hãy bỏ value.',
    en: 'A measurement with the comparator "{comparator}" has no value. Leave it out.',
  },
  not_for_this_kind: {
    vi: 'Dòng kế hoạch loại {kind} không có {member}. Hãy bỏ đi.',
    en: 'A plan line of kind {kind} has no {member}. Leave it out.',
  },
  not_in_plan_year: {
    vi: 'Phải là một ngày trong năm kế hoạch {year}.',
    en: 'Must be a day in the plan year {year}.',
  },
  replan_reason_required: {
    vi: 'Kế hoạch đã được duyệt: hãy nêu lý do điều chỉnh.',
    en: 'The plan is approved: give the reason for the change.',
  },
  not_a_hash: {
    vi: 'Phải là SHA-256 gồm 64 chữ số thập lục phân viết thường.',
    en: 'Must be a SHA-256 of 64 lower-case hexadecimal digits.',
  },
  not_an_object: { vi: 'Phải là một đối tượng JSON.', en: 'Must be a JSON object.' },
  not_a_list: {
    vi: 'Phải là một danh sách, nhiều nhất {max} phần tử.',
    en: 'Must be a list of at most {max} items.',
  },
  bad_cursor: {
    vi: 'Con trỏ này không phải do danh mục cấp cho danh sách này. Hãy bắt đầu lại từ đầu danh sách.',
    en: 'This mark of a page was not given out by the catalogue for this list. Start again from the beginning of the list.',
  },
  not_an_idempotency_key: {
    vi: 'Khóa gồm 1 đến 255 ký tự ASCII nhìn thấy được, không có dấu cách.',
    en: 'A key has 1 to 255 visible ASCII characters and no spaces.',
  },
  ends_before_start: { vi: 'Ngày kết thúc trước ngày bắt đầu.', en: 'It ends before it begins.' },
  day_out_of_range: {
    vi: 'Phải là một ngày từ {min} đến {max}.',
    en: 'Must be a day from {min} to {max}.',
  },
  reason_required: {
    vi: 'Trạng thái not_applicable phải có lý do (reason).',
    en: 'The state not_applicable needs a reason.',
  },
  not_applicable_not_allowed: {
    vi: 'Tiêu chí này luôn áp dụng: hãy chọn met, not_met hoặc not_checked.',
    en: 'This criterion always applies: say met, not_met or not_checked.',
  },
  file_type: {
    vi: 'Loại tệp này không được nhận làm minh chứng. Hãy gửi một trong: {allowed}.',
    en: 'This type of file is not taken as evidence. Send one of: {allowed}.',
  },
  too_many_steps: {
    vi: 'Khoảng thời gian có quá nhiều bước (nhiều nhất {max}). Chọn bước dài hơn hoặc khoảng ngắn hơn.',
    en: 'There are too many steps between the two days (at most {max}). Take longer steps or a shorter time.',
  },
  one_of_two: { vi: 'Phải có một trong hai: trường này hoặc {other}.', en: 'Give either this or {other}.' },
  unknown_reference: { vi: 'Không có {what} nào mang mã này.', en: 'There is no {what} with this code.' },
  not_a_username: {
    vi: 'Tên đăng nhập gồm 2 đến 64 chữ cái thường không dấu, chữ số, dấu chấm, gạch nối hoặc gạch dưới, bắt đầu và kết thúc bằng chữ hoặc số.',
    en: 'A user name has 2 to 64 small letters without marks, digits, dots, hyphens or underscores; letters or digits stand first and last.',
  },
  agency_needed: {
    vi: 'Cán bộ phải thuộc một cơ quan. Hãy cho biết agencyCode.',
    en: 'A clerk belongs to an agency. Give agencyCode.',
  },
  in_the_past: { vi: 'Phải ở trong tương lai.', en: 'Must be in the future.' },
  password_too_short: {
    vi: 'Mật khẩu phải có ít nhất {min} ký tự; nên dùng một cụm từ dài.',
    en: 'A password has at least {min} characters; a long phrase is best.',
  },
  password_too_long: {
    vi: 'Mật khẩu có nhiều nhất {max} ký tự.',
    en: 'A password has at most {max} characters.',
  },
  password_common: {
    vi: 'Mật khẩu này quá phổ biến nên dễ bị đoán. Hãy chọn mật khẩu khác.',
    en: 'This password is so common that it is guessed at once. Choose another.',
  },
  password_has_username: {
    vi: 'Mật khẩu không được chứa tên đăng nhập.',
    en: 'A password must not hold the user name.',
  },
  password_of_the_place: {
    vi: 'Mật khẩu này gần như chỉ gồm tên tỉnh, tên cơ quan, tên người hoặc từ của danh mục nên dễ bị đoán. Hãy thêm những từ khác.',
    en: 'This password is little more than names of the province, your agency, yourself or the catalogue, so it is easily guessed. Add other words.',
  },
  password_as_given: {
    vi: 'Đây chính là mật khẩu ban đầu do hệ thống tạo, không được giữ lại. Hãy chọn mật khẩu khác.',
    en: 'This is the initial password that the system made, which must not stay. Choose another.',
  },
  wrong_password: { vi: 'Mật khẩu hiện tại không đúng.', en: 'The present password is wrong.' },
  parent_circle: {
    vi: 'Cơ quan cấp trên không được là chính cơ quan này hay cơ quan trực thuộc của nó.',
    en: 'The parent must be neither the agency itself nor one under it.',
  },
  own_successor: {
    vi: 'Một cơ quan không thể kế thừa chính mình.',
    en: 'An agency cannot succeed itself.',
  },
  no_such_evidence: {
    vi: 'Dịch vụ không có minh chứng này, hoặc trang đó đã không lấy về được. Hãy thêm tệp hoặc một trang mở được.',
    en: 'The service has no such evidence, or the page could not be captured. Add a file, or a page that opens.',
  },
  too_deep: { vi: 'Lồng nhau quá sâu.', en: 'Nested too deeply.' },
} as const satisfies ProblemTexts;
