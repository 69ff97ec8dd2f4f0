import type { JsonSchema } from '../http/describe.js';
import { API_VERSION } from '../http/finish.js';

export interface Info {
  title: string;
  summary: string;
  version: string;
  description: string;
  termsOfService: string;
  contact: { name: string; url: string };
  license: { name: string; url: string };
}

/** What the API is, and on what terms it may be used. @param base the public address of the catalogue */
export function aboutTheApi(base: string): Info & JsonSchema {
  const summary = 'Public services of a province, how far each can be had online, and on whose word';
  return {
    title: 'Danh mục dịch vụ công trực tuyến · Catalogue of online public services',
    summary,
    // Catalogues of interfaces that know OpenAPI 3.0 alone look for it here.
    'x-summary': summary,
    'x-api-id': `${base}/api`,
    version: `${API_VERSION}.0.0`,
    description:
      'Mức độ trực tuyến của dịch vụ công theo Nghị định 43/2011/NĐ-CP. ' +
      'Levels of public services online, as Decree 43/2011/NĐ-CP defines them. ' +
      'Reading needs no account; texts of problems are in Vietnamese or English by Accept-Language.',
    // The page says on what terms data and software may be used, and where to begin.
    termsOfService: `${base}/data#licence`,
    contact: { name: 'Trang dành cho nhóm cổng thông tin · Page for portal teams', url: `${base}/data` },
    license: {
      name: 'EUPL-1.2, for the software',
      url: 'https://eur-lex.europa.eu/eli/dec_impl/2017/863/oj',
    },
  };
}

/** The server of the document, which is the one that is asked. */
export function thisServer(base: string): JsonSchema {
  const isLocal = /^https?:\/\/(127\.|localhost|\[::1\])/.test(base);
  return {
    url: base,
    description: isLocal
      ? 'The catalogue on the machine on which it was started, without encryption'
      : 'The catalogue at its public address, in use by everybody',
    ...(isLocal ? { 'x-sandbox': true } : {}),
  };
}

/** What the operations of a tag are about, by tag. */
export const TAG_TEXTS: Record<string, string> = {
  about: 'What the interface says of itself: this document and the reference page',
  accounts: 'Accounts of people, which administrators keep',
  agencies: 'Public bodies that handle procedures, with their tree and their successors',
  campaigns: 'Inspections over a population, by a seeded sample that anyone can draw again once it is closed',
  editions: 'Frozen, numbered and hashed states of the published list',
  exports: 'The published list as a file: CSV, workbook, JSON lines, JSON-LD and Turtle',
  feed: 'For mirrors: every change of the published list in order, and a checksum to compare',
  imports: 'Files of services or case volumes: a dry run first, then all of it or nothing',
  indicators: 'What yearly reports state, as numbers with their source and quote',
  inspections: 'Checks of declarations, what they ask to be mended, and notices to agencies',
  keys: 'Keys with which machines sign in',
  ledger: 'The hash-chained record of every change: who, when, what and why',
  'link checks': 'Whether the addresses that services publish still answer, and what came back',
  mail: 'Messages that tell agencies of inspections, and what came of them',
  operations: 'For those who run the catalogue: health, readiness and counts',
  plans: 'Plans of a year, their indicators, and how far the catalogue has come',
  procedures: 'Administrative procedures: their published versions, and drafts of the next',
  reports: 'Counts of services and procedures by level; each number says what it counted',
  schemes: 'Level schemes: the criteria that turn facts of a service into a level',
  services: 'Procedures as an agency offers them, with facts, levels, evidence and case volumes',
  session: 'Signing in and out, one’s own sessions, and the second factor',
  webhooks: 'Addresses to which changes of the published list are sent',
};
