import type { ProblemTexts } from './problem-texts.js';

/** What the state of a record does not allow. */
export const RECORD_TEXTS = {
  service_closed: {
    vi: 'Dịch vụ này không còn được công bố. Lịch sử của nó vẫn xem được ở /history.',
    en: 'This service is no longer published. Its history can still be read at /history.',
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
  webhook_key_missing: {
    vi: 'Chưa có khóa để mã hóa bí mật của webhook. Hãy đặt SESSION_SECRET cho máy chủ.',
    en: 'There is no key to encrypt the secret of a webhook with. Set SESSION_SECRET for the server.',
  },
  too_many_webhooks: {
    vi: 'Đã có {max} webhook. Hãy xóa bớt trước khi thêm.',
    en: 'There are {max} webhooks already. Remove one before adding another.',
  },
} as const satisfies ProblemTexts;
