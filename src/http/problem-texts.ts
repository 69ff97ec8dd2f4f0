import { BLOCKERS } from '../domain/publishing-blockers.js';

/** Words of every problem and fault, in both languages. `{name}` is replaced by the parameter of that name. */
export const PROBLEM_TEXTS = {
  // Problems
  bad_request: {
    vi: 'Yêu cầu có lỗi. Xem từng lỗi và cách sửa trong danh sách errors.',
    en: 'The request has faults. Each is listed under errors with how to mend it.',
  },
  malformed_json: {
    vi: 'Nội dung gửi lên không phải JSON hợp lệ (UTF-8). Kiểm tra dấu ngoặc, dấu phẩy và bảng mã.',
    en: 'The body is not valid JSON in UTF-8. Check brackets, commas and the encoding.',
  },
  media_type: {
    vi: 'Kiểu nội dung này không được nhận ở đây. Hãy gửi {expected}.',
    en: 'This media type is not taken here. Send {expected}.',
  },
  not_acceptable: {
    vi: 'Không có kiểu nội dung nào trong Accept được hỗ trợ. Hãy dùng một trong: {offered}.',
    en: 'None of the types in Accept is offered. Use one of: {offered}.',
  },
  too_slow: {
    vi: 'Yêu cầu gửi đến quá chậm nên đã bị ngắt. Hãy gửi lại.',
    en: 'The request came in too slowly and was cut off. Send it again.',
  },
  headers_too_large: {
    vi: 'Địa chỉ và phần đầu của yêu cầu quá dài: nhiều nhất 16 KB.',
    en: 'The address and headers of the request are too long: at most 16 KB.',
  },
  too_large: {
    vi: 'Nội dung gửi lên vượt quá giới hạn {limit} byte.',
    en: 'The body is over the limit of {limit} bytes.',
  },
  not_signed_in: {
    vi: 'Cần đăng nhập: gửi phiên làm việc hoặc "Authorization: Bearer <khóa>".',
    en: 'Sign in first: send a session or "Authorization: Bearer <key>".',
  },
  bad_credentials: {
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đã bị khóa.',
    en: 'The user name or password is wrong, or the account is disabled.',
  },
  token_invalid: {
    vi: 'Khóa hoặc phiên này không tồn tại, đã hết hạn hoặc đã bị thu hồi.',
    en: 'This key or session does not exist, has expired or was revoked.',
  },
  forbidden: {
    vi: 'Vai trò {role} không được thực hiện việc này (quy tắc {rule}).',
    en: 'The role {role} may not do this (rule {rule}).',
  },
  sign_in_again: {
    vi: 'Để kết thúc phiên khác, hãy đăng nhập lại: phiên này đã mở hơn mười phút.',
    en: 'Sign in again to end other sessions: this one began more than ten minutes ago.',
  },
  out_of_scope: {
    vi: 'Khóa này không được cấp phạm vi {rule}.',
    en: 'The scopes of this key do not include {rule}.',
  },
  second_factor_required: {
    vi: 'Mật khẩu đúng. Hãy gửi thêm mã xác thực hai lớp: cùng mật khẩu trong "code", hoặc cùng "challenge" đến POST /session/code.',
    en: 'The password is right. Send the code of the second factor too: with the password as "code", or with "challenge" to POST /session/code.',
  },
  second_factor_wrong: {
    vi: 'Mã xác thực không đúng, đã hết hạn hoặc đã dùng rồi. Mỗi mã chỉ dùng được một lần: hãy chờ mã mới.',
    en: 'The code is wrong, too old or was used before. Each code is good once: wait for the next one.',
  },
  second_factor_paused: {
    vi: 'Đã nhập sai mã nhiều lần. Hãy thử lại sau {seconds} giây, hoặc dùng một mã khôi phục.',
    en: 'Too many wrong codes. Try again in {seconds} seconds, or use a recovery code.',
  },
  second_factor_unreadable: {
    vi: 'Máy chủ không còn đọc được xác thực hai lớp của tài khoản này (SESSION_SECRET đã thay đổi). Hãy dùng một mã khôi phục, hoặc nhờ quản trị viên đặt lại.',
    en: 'The server can no longer read the second factor of this account (SESSION_SECRET has changed). Use a recovery code, or ask an administrator to reset it.',
  },
  second_factor_needed: {
    vi: 'Vai trò {role} phải có xác thực hai lớp. Hãy đặt tại trang Tài khoản của tôi trước khi làm việc khác.',
    en: 'The role {role} needs a second factor. Set it up on the page My account before anything else.',
  },
  second_factor_there: {
    vi: 'Tài khoản đã có xác thực hai lớp. Hãy bỏ cái cũ trước khi đặt cái mới.',
    en: 'The account has a second factor already. Remove it before setting up another.',
  },
  second_factor_not_begun: {
    vi: 'Chưa bắt đầu đặt xác thực hai lớp, hoặc đã đặt xong.',
    en: 'No second factor is being set up, or it is set up already.',
  },
  second_factor_obligatory: {
    vi: 'Vai trò của bạn bắt buộc có xác thực hai lớp nên không bỏ được.',
    en: 'Your role needs a second factor, so it cannot be removed.',
  },
  second_factor_key_missing: {
    vi: 'Máy chủ chưa có SESSION_SECRET nên chưa giữ được bí mật của xác thực hai lớp.',
    en: 'The server has no SESSION_SECRET, so it cannot keep the secret of a second factor.',
  },
  oidc_refused: {
    vi: 'Câu trả lời của {provider} không dùng được, hoặc bạn đã không đồng ý. Chưa ai được đăng nhập. Hãy thử lại từ đầu.',
    en: 'The answer of {provider} is not good, or you did not agree. Nobody was signed in. Begin again.',
  },
  oidc_errand_over: {
    vi: 'Lần đăng nhập này không bắt đầu từ trình duyệt này hoặc đã quá 10 phút. Hãy bắt đầu lại.',
    en: 'This sign-in did not begin in this browser, or more than 10 minutes ago. Begin again.',
  },
  oidc_no_account: {
    vi: '{provider} đã xác nhận bạn, nhưng ở đây không có tài khoản đang hoạt động nào dành cho bạn. Hãy liên hệ quản trị viên của danh mục.',
    en: '{provider} has vouched for you, but no active account here is yours. Ask the administrator of the catalogue.',
  },
  oidc_away: {
    vi: '{provider} đang không trả lời. Hãy thử lại sau ít phút, hoặc đăng nhập bằng mật khẩu.',
    en: '{provider} does not answer at present. Try again in some minutes, or sign in by password.',
  },
  challenge_over: {
    vi: 'Bước đăng nhập này đã hết hạn. Hãy đăng nhập lại từ đầu.',
    en: 'This sign-in has run out. Begin again.',
  },
  scope_beyond_role: {
    vi: 'Vai trò {role} không có quyền {rule}, nên khóa không nhận được phạm vi này.',
    en: 'The role {role} may not use {rule}, so its key cannot have this scope.',
  },
  other_agency: {
    vi: 'Việc này thuộc cơ quan {agency}, không thuộc cơ quan của bạn hay cơ quan trực thuộc (quy tắc {rule}).',
    en: 'This belongs to agency {agency}, not to your agency or one under it (rule {rule}).',
  },
  other_account: {
    vi: 'Chỉ quản trị mới được đổi mật khẩu của tài khoản khác (quy tắc {rule}).',
    en: 'Only an administrator may set the password of another account (rule {rule}).',
  },
  last_admin: {
    vi: 'Đây là quản trị duy nhất còn hoạt động. Hãy thêm một quản trị khác trước.',
    en: 'This is the last active administrator. Add another one first.',
  },
  foreign_form: {
    vi: 'Biểu mẫu này không thuộc phiên đăng nhập hiện tại nên chưa có gì được ghi. Hãy mở lại trang và gửi lại.',
    en: 'This form does not belong to your present session, so nothing was written. Open the page again and send it again.',
  },
  cross_site: {
    vi: 'Yêu cầu ghi dùng phiên đăng nhập phải đến từ chính trang này.',
    en: 'A write with a session cookie must come from this site itself.',
  },
  not_found: { vi: 'Không tìm thấy.', en: 'Not found.' },
  service_closed: {
    vi: 'Dịch vụ này không còn được công bố. Lịch sử của nó vẫn xem được ở /history.',
    en: 'This service is no longer published. Its history can still be read at /history.',
  },
  method_not_allowed: {
    vi: 'Phương thức {method} không dùng được ở đây. Các phương thức được phép: {allow}.',
    en: 'The method {method} is not allowed here. Allowed: {allow}.',
  },
  conflict: {
    vi: 'Trạng thái hiện tại không cho phép việc này.',
    en: 'The present state does not allow this.',
  },
  duplicate: { vi: '{what} {code} đã có.', en: 'This is taken already: {what} {code}.' },
  wrong_state: {
    vi: 'Không thể {action} khi đang ở trạng thái {state}. Trạng thái được phép: {allowed}.',
    en: 'Cannot {action} in the state {state}. Allowed from: {allowed}.',
  },
  reopen_instead: {
    vi: 'Dịch vụ {id} đã có và đã đóng từ sau ngày {validTo}. Hãy mở lại bằng POST /services/{id}/reopen.',
    en: 'The service {id} is there and was closed after {validTo}. Open it again by POST /services/{id}/reopen.',
  },
  service_ended: {
    vi: 'Dịch vụ đã đóng sau ngày {validTo}. Hãy mở lại bằng POST /services/{id}/reopen trước khi sửa.',
    en: 'The service was closed after {validTo}. Open it again by POST /services/{id}/reopen before editing it.',
  },
  not_closed: {
    vi: 'Dịch vụ này không có ngày đóng nên không cần mở lại.',
    en: 'This service has no last day: there is nothing to open again.',
  },
  procedure_not_published: {
    vi: 'Thủ tục {code} đang ở trạng thái {state}. Chỉ thủ tục đã công bố mới mở được thành dịch vụ.',
    en: 'The procedure {code} is {state}. Only a published procedure can be opened as a service.',
  },
  agency_not_in_force: {
    vi: 'Cơ quan {agency} không hoạt động vào ngày {day}.',
    en: 'The agency {agency} is not in force on {day}.',
  },
  malformed_form: {
    vi: 'Biểu mẫu gửi lên bị hỏng hoặc bị cắt ngang. Hãy gửi lại.',
    en: 'The form is broken or was cut off. Send it again.',
  },
  file_infected: {
    vi: 'Phần mềm quét mã độc tìm thấy {found} trong tệp này. Tệp không được lưu. Hãy kiểm tra máy tính của bạn rồi gửi tệp khác.',
    en: 'The virus scanner found {found} in this file. It was not kept. Check your computer, then send another file.',
  },
  file_too_large_to_scan: {
    vi: 'Phần mềm quét mã độc không nhận tệp lớn như vậy nên tệp không được lưu. Hãy gửi tệp nhỏ hơn, hoặc nhờ người vận hành nâng giới hạn (StreamMaxLength).',
    en: 'The virus scanner takes no file so large, so it was not kept. Send a smaller one, or ask the operator to raise the limit (StreamMaxLength).',
  },
  scanner_unavailable: {
    vi: 'Phần mềm quét mã độc đang không trả lời nên tệp chưa được nhận. Chưa có gì được ghi. Hãy thử lại sau.',
    en: 'The virus scanner does not answer, so the file was not taken. Nothing was written. Try again later.',
  },
  storage_unavailable: {
    vi: 'Kho lưu tệp đang không đọc hoặc ghi được. Chưa có gì được ghi. Hãy thử lại sau.',
    en: 'The store of files cannot be read or written at the moment. Nothing was written. Try again later.',
  },
  level_not_supported: {
    vi: 'Hiện trạng chưa đủ để tự khai mức {declared}. Tiêu chí còn thiếu nằm trong heldBackBy, cách sửa trong criteria.',
    en: 'The facts do not support level {declared}. What is missing is under heldBackBy, how to mend it under criteria.',
  },
  no_declaration: {
    vi: 'Dịch vụ {id} chưa có mức độ tự khai nào có hiệu lực nên chưa có gì để kiểm tra.',
    en: 'No declaration of the service {id} is in effect: there is nothing to inspect.',
  },
  inspection_open: {
    vi: 'Dịch vụ này đang có một kiểm tra chưa kết thúc: {id}.',
    en: 'An inspection of this service is open already: {id}.',
  },
  inspection_empty: {
    vi: 'Chưa kiểm tra tiêu chí nào. Hãy ghi ít nhất một kết quả trước khi kết thúc.',
    en: 'No criterion was checked. Record at least one outcome before closing.',
  },
  four_eyes_declared: {
    vi: 'Bạn là người tự khai mức độ này nên không thể kiểm tra (quy tắc bốn mắt). Hãy nhờ người khác.',
    en: 'You declared this level yourself, so you may not verify it (four eyes). Have somebody else do it.',
  },
  four_eyes_edited: {
    vi: 'Bạn là người sửa hiện trạng lần cuối nên không thể kiểm tra (quy tắc bốn mắt). Hãy nhờ người khác.',
    en: 'You last edited the facts, so you may not verify them (four eyes). Have somebody else do it.',
  },
  four_eyes_own_agency: {
    vi: 'Cơ quan của bạn, nay hoặc khi tự khai, là cơ quan đã khai hoặc sửa: người của cơ quan khác phải kiểm tra (quy tắc bốn mắt).',
    en: 'Your agency, now or at that time, declared or edited this: somebody of another agency has to verify it (four eyes).',
  },
  four_eyes_agency_line: {
    vi: 'Cơ quan của bạn là cấp trên hoặc cấp dưới của cơ quan {agency}, nay hoặc khi tự khai (quy tắc bốn mắt).',
    en: 'Your agency stands above or below the agency {agency}, now or at that time (four eyes).',
  },
  four_eyes_appeal: {
    vi: 'Khiếu nại phải do một kiểm tra viên khác giải quyết, không phải người đã kiểm tra (quy tắc bốn mắt).',
    en: 'An appeal is decided by another inspector than the one who made the inspection (four eyes).',
  },
  campaign_open: {
    vi: 'Đợt kiểm tra còn đang chạy: hạt giống, danh sách đã rút và kết quả được công khai khi kết thúc, để cơ quan không biết trước.',
    en: 'The campaign is still open: its seed, what was drawn and the result are public once it is closed, so that agencies are not warned.',
  },
  campaign_empty: {
    vi: 'Chưa kiểm tra xong dịch vụ nào đã rút: chưa có kết quả để chốt.',
    en: 'None of the drawn services has been inspected: there is no result to freeze yet.',
  },
  campaign_refused: {
    vi: 'Không rút được mẫu. Xem từng lỗi và cách sửa trong danh sách errors.',
    en: 'Nothing can be drawn. Each fault is listed under errors with how to mend it.',
  },
  population_empty: {
    vi: 'Không có dịch vụ nào đã tự khai khớp với bộ lọc vào ngày này. Hãy nới bộ lọc hoặc chọn ngày khác.',
    en: 'No declared service matches the filter on this day. Widen the filter or choose another day.',
  },
  in_the_future: { vi: 'Không được ở trong tương lai.', en: 'Must not be in the future.' },
  not_a_seed: {
    vi: 'Hạt giống là một dòng chữ từ 1 đến 200 ký tự, không có dấu xuống dòng.',
    en: 'A seed is one line of 1 to 200 characters.',
  },
  finding_past_due: {
    vi: 'Đã quá hạn {dueDate} của kiến nghị nên không còn khiếu nại được. Vẫn có thể trả lời.',
    en: 'The finding was due on {dueDate} and can no longer be appealed. A reply is still taken.',
  },
  publish_blocked: {
    vi: 'Chưa thể công bố. Mỗi điểm còn thiếu nằm trong errors.',
    en: 'It cannot be published yet. Each blocker is listed under errors.',
  },
  plan_line_refused: {
    vi: 'Dòng kế hoạch chưa dùng được. Mỗi lỗi nằm trong errors.',
    en: 'The plan line cannot be taken. Each fault is listed under errors.',
  },
  plan_without_lines: {
    vi: 'Kế hoạch chưa có dòng nào để duyệt.',
    en: 'The plan has no lines that could be approved.',
  },
  measurement_refused: {
    vi: 'Số liệu chưa dùng được. Mỗi lỗi nằm trong errors.',
    en: 'The measurement cannot be taken. Each fault is listed under errors.',
  },
  own_draft: {
    vi: 'Bạn là người sửa bản thảo này lần cuối nên không thể tự duyệt (quy tắc bốn mắt). Hãy nhờ người khác duyệt.',
    en: 'You made the last edit of this draft, so you may not approve it (four eyes). Have somebody else approve it.',
  },
  precondition_required: {
    vi: 'Hãy gửi If-Match với ETag của bản bạn đã đọc, để không ghi đè sửa đổi của người khác.',
    en: 'Send If-Match with the ETag of what you have read, so that nobody else’s edit is overwritten.',
  },
  precondition_failed: {
    vi: 'Bản ghi đã thay đổi từ khi bạn đọc. Hãy đọc lại, rồi sửa trên bản mới.',
    en: 'The record has changed since you read it. Read it again and edit the new one.',
  },
  idempotency_mismatch: {
    vi: 'Idempotency-Key này đã dùng cho một yêu cầu khác. Hãy dùng khóa mới.',
    en: 'This Idempotency-Key was used for another request. Use a new key.',
  },
  webhook_key_missing: {
    vi: 'Chưa có khóa để mã hóa bí mật của webhook. Hãy đặt SESSION_SECRET cho máy chủ.',
    en: 'There is no key to encrypt the secret of a webhook with. Set SESSION_SECRET for the server.',
  },
  too_many_webhooks: {
    vi: 'Đã có {max} webhook. Hãy xóa bớt trước khi thêm.',
    en: 'There are {max} webhooks already. Remove one before adding another.',
  },
  too_many: {
    vi: 'Quá nhiều yêu cầu. Hãy thử lại sau {seconds} giây.',
    en: 'Too many requests. Try again in {seconds} seconds.',
  },
  unavailable: {
    vi: 'Cơ sở dữ liệu đang không sẵn sàng. Nếu đây là yêu cầu ghi thì chưa có gì được ghi. Hãy thử lại sau.',
    en: 'The database is not available at the moment. If this was a write, nothing was written. Try again later.',
  },
  internal: {
    vi: 'Có lỗi không lường trước. Mã tra cứu trong nhật ký: {id}.',
    en: 'Something unforeseen went wrong. It is in the log under {id}.',
  },

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
    vi: 'Bảng tính giải nén ra quá {limit} byte. Hãy chia thành nhiều tệp.',
    en: 'The workbook unpacks to more than {limit} bytes. Split it into several files.',
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
    vi: 'Dòng {row} dài quá {limit} byte. Có thể thiếu dấu ngoặc kép đóng.',
    en: 'Row {row} is longer than {limit} bytes. A closing quotation mark may be missing.',
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
  // Faults of single values
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
  number_out_of_range: {
    vi: 'Phải là một số từ {min} đến {max}.',
    en: 'Must be a number from {min} to {max}.',
  },
  not_number: { vi: 'Phải là một số.', en: 'Must be a number.' },
  not_boolean: { vi: 'Phải là true hoặc false.', en: 'Must be true or false.' },
  not_one_of: { vi: 'Phải là một trong: {allowed}.', en: 'Must be one of: {allowed}.' },
  not_a_date: { vi: 'Phải là một ngày có thật, dạng YYYY-MM-DD.', en: 'Must be a real day, as YYYY-MM-DD.' },
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
    vi: 'Con trỏ này không phải do danh mục cấp cho danh sách này. Hãy bắt đầu lại không có cursor.',
    en: 'This cursor was not given out by the catalogue for this list. Start again without it.',
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
  wrong_password: { vi: 'Mật khẩu hiện tại không đúng.', en: 'The present password is wrong.' },
  parent_circle: {
    vi: 'Cơ quan cấp trên không được là chính cơ quan này hay cơ quan trực thuộc của nó.',
    en: 'The parent must be neither the agency itself nor one under it.',
  },
  own_successor: {
    vi: 'Một cơ quan không thể kế thừa chính mình.',
    en: 'An agency cannot succeed itself.',
  },
  ...BLOCKERS,
  no_such_evidence: {
    vi: 'Dịch vụ không có minh chứng này, hoặc trang đó đã không lấy về được. Hãy thêm tệp hoặc một trang mở được.',
    en: 'The service has no such evidence, or the page could not be captured. Add a file, or a page that opens.',
  },
  too_deep: { vi: 'Lồng nhau quá sâu.', en: 'Nested too deeply.' },
} as const satisfies Record<string, { vi: string; en: string }>;

export type ProblemCode = keyof typeof PROBLEM_TEXTS;
export type Language = 'vi' | 'en';

/** The text of a code in a language. */
export function wording(
  code: ProblemCode,
  language: Language,
  params: Record<string, string | number> = {},
): string {
  return PROBLEM_TEXTS[code][language].replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''));
}

/** Vietnamese unless English is asked for before it. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const wanted = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const quality = parameters.map((p) => /^\s*q=([\d.]+)$/.exec(p)?.[1]).find((q) => q !== undefined);
      return { language: tag.split('-')[0], quality: quality === undefined ? 1 : Number(quality) };
    })
    .filter((part) => part.quality > 0 && (part.language === 'vi' || part.language === 'en'))
    .sort((a, b) => b.quality - a.quality);
  return wanted[0]?.language === 'en' ? 'en' : 'vi';
}
