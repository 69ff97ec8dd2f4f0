import type { Role } from './roles.js';

/**
 * How far a permission reaches. `any`: every record; `ownAgencies`: records of the caller's agency and of those under it;
 * `self`: the caller's own record.
 */
export type Reach = 'any' | 'ownAgencies' | 'self';

export interface AccessRule {
  /** What it is about, for people. */
  title: { vi: string; en: string };
  /** Roles that may, and how far; `anyone` needs no account. */
  allow: 'anyone' | Partial<Record<Role, Reach>>;
}

/** Who may do what: the one table of permissions. Every route names one of its rules; docs and tests are made from it. */
export const ACCESS_RULES = {
  'catalogue.read': {
    title: { vi: 'Đọc danh mục đã công bố', en: 'Read the published catalogue' },
    allow: 'anyone',
  },
  'operations.read': {
    title: { vi: 'Xem tình trạng máy chủ', en: 'Read the state of the server' },
    allow: 'anyone',
  },
  'session.open': { title: { vi: 'Đăng nhập', en: 'Sign in' }, allow: 'anyone' },
  'session.close': {
    title: { vi: 'Đăng xuất, kết thúc phiên của mình', en: 'Sign out, end one’s own sessions' },
    allow: { admin: 'self', clerk: 'self', inspector: 'self', planner: 'self' },
  },
  'account.manage': { title: { vi: 'Quản lý tài khoản', en: 'Manage accounts' }, allow: { admin: 'any' } },
  'account.readOwn': {
    title: { vi: 'Xem tài khoản của mình', en: 'See one’s own account' },
    allow: { admin: 'self', clerk: 'self', inspector: 'self', planner: 'self', reader: 'self' },
  },
  'account.setPassword': {
    title: { vi: 'Đổi mật khẩu', en: 'Set a password' },
    allow: { admin: 'any', clerk: 'self', inspector: 'self', planner: 'self' },
  },
  'account.secondFactor': {
    title: { vi: 'Đặt xác thực hai lớp của mình', en: 'Set up one’s own second factor' },
    allow: { admin: 'self', clerk: 'self', inspector: 'self', planner: 'self' },
  },
  'account.ownIdentity': {
    title: {
      vi: 'Tách tài khoản của mình khỏi nhà cung cấp đăng nhập',
      en: 'Part one’s own account from the provider of sign-in',
    },
    allow: { admin: 'self', clerk: 'self', inspector: 'self', planner: 'self' },
  },
  'key.manage': { title: { vi: 'Quản lý khóa truy cập', en: 'Manage keys' }, allow: { admin: 'any' } },
  'webhook.manage': {
    title: { vi: 'Quản lý webhook', en: 'Manage webhooks' },
    allow: { admin: 'any' },
  },
  'job.read': {
    title: { vi: 'Xem các việc chạy nền', en: 'See what runs in the background' },
    allow: { admin: 'any' },
  },
  'agency.manage': { title: { vi: 'Quản lý cơ quan', en: 'Manage agencies' }, allow: { admin: 'any' } },
  'agency.readContact': {
    title: { vi: 'Xem địa chỉ nhận thư của cơ quan', en: 'See where an agency is written to' },
    allow: { admin: 'any', clerk: 'ownAgencies' },
  },
  'mail.manage': {
    title: { vi: 'Xem và gửi lại thư báo', en: 'See mail to agencies, send it again' },
    allow: { admin: 'any' },
  },
  'ledger.read': {
    title: { vi: 'Xem nhật ký', en: 'Read the ledger' },
    allow: { admin: 'any', inspector: 'any', planner: 'any' },
  },
  'ledger.verify': {
    title: { vi: 'Kiểm tra chuỗi nhật ký', en: 'Verify the ledger’s chain' },
    allow: 'anyone',
  },
  'procedure.register': {
    title: { vi: 'Đăng ký, sửa bản thảo thủ tục', en: 'Register and edit drafts of procedures' },
    allow: { admin: 'any', clerk: 'ownAgencies' },
  },
  'procedure.readDraft': {
    title: { vi: 'Xem bản thảo thủ tục', en: 'Read drafts of procedures' },
    allow: { admin: 'any', inspector: 'any', clerk: 'ownAgencies' },
  },
  'procedure.review': {
    title: { vi: 'Duyệt hoặc trả lại bản thảo', en: 'Approve or return a draft' },
    allow: { admin: 'any', inspector: 'any' },
  },
  'procedure.publish': {
    title: { vi: 'Công bố, bãi bỏ thủ tục', en: 'Publish and repeal procedures' },
    allow: { admin: 'any' },
  },
  'service.edit': {
    title: {
      vi: 'Cập nhật hiện trạng, mở và đóng dịch vụ',
      en: 'Edit facts, open and close services',
    },
    allow: { admin: 'any', clerk: 'ownAgencies' },
  },
  'service.declare': {
    title: { vi: 'Tự khai mức độ', en: 'Declare a level' },
    allow: { admin: 'any', clerk: 'ownAgencies' },
  },
  'import.run': {
    title: { vi: 'Nhập dữ liệu từ tệp', en: 'Import files' },
    allow: { admin: 'any', clerk: 'ownAgencies' },
  },
  'inspection.conduct': {
    title: {
      vi: 'Kiểm tra mức độ, kết thúc kiến nghị (theo quy tắc bốn mắt)',
      en: 'Inspect levels and close findings, with four eyes',
    },
    allow: { admin: 'any', inspector: 'any' },
  },
  'inspection.read': {
    title: { vi: 'Xem kiểm tra và kiến nghị', en: 'Read inspections and findings' },
    allow: { admin: 'any', inspector: 'any', planner: 'any', clerk: 'ownAgencies' },
  },
  'campaign.conduct': {
    title: { vi: 'Rút mẫu và kết thúc đợt kiểm tra', en: 'Draw and close campaigns of inspections' },
    allow: { admin: 'any', inspector: 'any' },
  },
  'campaign.readDraw': {
    title: {
      vi: 'Xem mẫu và kết quả tạm của đợt kiểm tra còn đang chạy',
      en: 'See the draw and the interim result of a campaign that is still open',
    },
    allow: { admin: 'any', inspector: 'any', planner: 'any' },
  },
  'finding.answer': {
    title: { vi: 'Trả lời, khiếu nại kiến nghị', en: 'Reply to findings and appeal against them' },
    allow: { admin: 'any', clerk: 'ownAgencies' },
  },
  'notification.read': {
    title: { vi: 'Xem thông báo của cơ quan', en: 'Read the notifications of an agency' },
    allow: { admin: 'any', clerk: 'ownAgencies', inspector: 'ownAgencies', planner: 'ownAgencies' },
  },
  'evidence.add': {
    title: { vi: 'Thêm minh chứng', en: 'Add evidence' },
    allow: { admin: 'any', inspector: 'any', clerk: 'ownAgencies' },
  },
  'evidence.read': {
    title: { vi: 'Xem minh chứng', en: 'Read evidence' },
    allow: { admin: 'any', inspector: 'any', planner: 'any', clerk: 'ownAgencies' },
  },
  'linkCheck.read': {
    title: { vi: 'Xem kết quả kiểm tra đường dẫn', en: 'Read what link checks found' },
    allow: { admin: 'any', inspector: 'any', planner: 'any', clerk: 'ownAgencies' },
  },
  'linkCheck.run': {
    title: { vi: 'Cho kiểm tra đường dẫn ngay', en: 'Have links checked now' },
    allow: { admin: 'any', inspector: 'any' },
  },
  'edition.create': {
    title: { vi: 'Đóng băng bản công bố', en: 'Freeze an edition of the published list' },
    allow: { admin: 'any', planner: 'any' },
  },
  'plan.manage': {
    title: { vi: 'Lập kế hoạch, ghi số liệu', en: 'Keep plans and measurements' },
    allow: { admin: 'any', planner: 'any' },
  },
} as const satisfies Record<string, AccessRule>;

export type AccessRuleId = keyof typeof ACCESS_RULES;

/** How far `role` may go by the rule; undefined: not at all. */
export function reachOf(rule: AccessRuleId, role: Role): Reach | undefined {
  const { allow }: AccessRule = ACCESS_RULES[rule];
  return allow === 'anyone' ? 'any' : allow[role];
}
