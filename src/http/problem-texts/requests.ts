import type { ProblemTexts } from './problem-texts.js';

/** What can be wrong with any request, and what the server cannot do just now. */
export const REQUEST_TEXTS = {
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
  expectation_failed: {
    vi: 'Phần đầu Expect chỉ được là 100-continue. Hãy bỏ đi.',
    en: 'Expect may only be 100-continue. Leave it out.',
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
    vi: 'Nội dung gửi lên vượt quá giới hạn {size}.',
    en: 'The body is over the limit of {size}.',
  },
  foreign_form: {
    vi: 'Biểu mẫu này không thuộc phiên đăng nhập hiện tại nên chưa có gì được ghi. Hãy mở lại trang và gửi lại.',
    en: 'This form does not belong to your present session, so nothing was written. Open the page again and send it again.',
  },
  cross_site: {
    vi: 'Yêu cầu ghi dùng phiên đăng nhập phải đến từ chính trang này.',
    en: 'A write with a session cookie must come from this site itself.',
  },
  not_found: { vi: 'Không tìm thấy{named}.', en: 'Not found{named}.' },
  method_not_allowed: {
    vi: 'Phương thức {method} không dùng được ở đây. Các phương thức được phép: {allow}.',
    en: 'The method {method} is not allowed here. Allowed: {allow}.',
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
  too_many: {
    vi: 'Quá nhiều yêu cầu. Hãy thử lại sau {wait}.',
    en: 'Too many requests. Try again in {wait}.',
  },
  unavailable: {
    vi: 'Cơ sở dữ liệu đang không sẵn sàng. Nếu đây là yêu cầu ghi thì chưa có gì được ghi. Hãy thử lại sau.',
    en: 'The database is not available at the moment. If this was a write, nothing was written. Try again later.',
  },
  internal: {
    vi: 'Có lỗi không lường trước. Mã tra cứu trong nhật ký: {id}.',
    en: 'Something unforeseen went wrong. It is in the log under {id}.',
  },
} as const satisfies ProblemTexts;
