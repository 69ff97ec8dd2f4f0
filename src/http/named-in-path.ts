import type { Language } from './language.js';

type Words = Record<Language, string>;

/** What the addresses of the API name: the name of a thing stands after that of its kind. */
const KINDS: Record<string, Words | undefined> = {
  accounts: { vi: 'tài khoản', en: 'account' },
  agencies: { vi: 'cơ quan', en: 'agency' },
  campaigns: { vi: 'đợt kiểm tra', en: 'campaign' },
  difference: { vi: 'so sánh với bản công bố', en: 'comparison with edition' },
  editions: { vi: 'bản công bố', en: 'edition' },
  evidence: { vi: 'minh chứng', en: 'evidence' },
  findings: { vi: 'kiến nghị', en: 'finding' },
  imports: { vi: 'lần nhập', en: 'import' },
  indicators: { vi: 'chỉ tiêu', en: 'indicator' },
  inspections: { vi: 'kiểm tra', en: 'inspection' },
  keys: { vi: 'khóa truy cập', en: 'key' },
  ledger: { vi: 'mục nhật ký', en: 'ledger entry' },
  lines: { vi: 'dòng', en: 'line' },
  mail: { vi: 'thư', en: 'message' },
  notifications: { vi: 'thông báo', en: 'notification' },
  plans: { vi: 'kế hoạch năm', en: 'plan of the year' },
  procedures: { vi: 'thủ tục', en: 'procedure' },
  progress: { vi: 'tiến độ năm', en: 'progress of the year' },
  schemes: { vi: 'thang mức độ', en: 'scheme' },
  services: { vi: 'dịch vụ', en: 'service' },
  sessions: { vi: 'phiên', en: 'session' },
  versions: { vi: 'lần công bố', en: 'version' },
  volumes: { vi: 'số hồ sơ kỳ', en: 'dossiers of the period' },
  webhooks: { vi: 'webhook', en: 'webhook' },
};

/** What a thing may be without, though it is there itself. */
const PARTS: Record<string, Words | undefined> = {
  draft: { vi: 'bản thảo', en: 'draft' },
  identity: { vi: 'tài khoản liên kết', en: 'linked identity' },
  'second-factor': { vi: 'lớp xác thực thứ hai', en: 'second factor' },
};

const OF: Words = { vi: ' của ', en: ' of ' };
/** Characters of a name that are told, as its address has them; the longest, a service's, has 129. */
const TOLD_AT_MOST = 130;

/**
 * What an address names, from the innermost outwards, such as `line 3 of plan of the year 2013`. It says nothing of what there
 * is: it is the same for what is not there and for what the caller may not see.
 * @param route of the address, with `:name` for a segment
 * @param params what the address has in their places
 * @returns undefined where it names nothing
 */
export function namedInPath(
  route: string,
  params: Readonly<Record<string, string>>,
  language: Language,
): string | undefined {
  const segments = route.split('/');
  const named: string[] = [];
  let isKnown = true;
  segments.forEach((segment, at) => {
    const part = PARTS[segment];
    if (part && named.length > 0) named.unshift(part[language]);
    if (!segment.startsWith(':')) return;
    const kind = KINDS[segments[at - 1] ?? ''];
    if (kind) named.unshift(`${kind[language]} ${told(params[segment.slice(1)] ?? '')}`);
    else isKnown = false;
  });
  return isKnown && named.length > 0 ? named.join(OF[language]) : undefined;
}

function told(name: string): string {
  const safe = encodeURIComponent(name);
  return safe.length <= TOLD_AT_MOST ? safe : `${safe.slice(0, TOLD_AT_MOST)}…`;
}
