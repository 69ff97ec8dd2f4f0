import type { ProblemTexts } from './problem-texts.js';

/** Who asks, and what they may do. */
export const SIGN_IN_TEXTS = {
  not_signed_in: {
    vi: 'Cần đăng nhập: gửi phiên làm việc hoặc "Authorization: Bearer <khóa>".',
    en: 'Sign in first: send a session or "Authorization: Bearer <key>".',
  },
  bad_credentials: {
    vi: 'Tên đăng nhập hoặc mật khẩu không đúng, hoặc tài khoản đã bị khóa.',
    en: 'The user name or password is wrong, or the account is disabled.',
  },
  initial_password_over: {
    vi: 'Mật khẩu ban đầu này đúng nhưng đã hết hạn. Hãy nhờ quản trị viên của danh mục cấp mật khẩu ban đầu mới.',
    en: 'This initial password is right but has ended. Ask the administrator of the catalogue for a new one.',
  },
  own_password_needed: {
    vi: 'Bạn đăng nhập bằng mật khẩu ban đầu. Trước khi làm việc khác, hãy đặt mật khẩu của riêng mình: tại trang Đổi mật khẩu, hoặc bằng POST /accounts/<tên đăng nhập>/password với "currentPassword" và "password".',
    en: 'You have signed in with an initial password. Before anything else choose one of your own: on the page Change the password, or by POST /accounts/<user name>/password with "currentPassword" and "password".',
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
    vi: 'Đã nhập sai mã nhiều lần. Hãy thử lại sau {wait}, hoặc dùng một mã khôi phục.',
    en: 'Too many wrong codes. Try again in {wait}, or use a recovery code.',
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
} as const satisfies ProblemTexts;
