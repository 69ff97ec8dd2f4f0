import type { Notification } from '../inspections/notification.query.js';

type Kind = Notification['kind'];

/** What a message is made from. */
export interface Told {
  kind: Kind;
  agencyName: string;
  procedureName: string;
  serviceId: string;
  /** 1 to 3; null: none. Of the inspection that it is about. */
  declaredLevel: number | null;
  verifiedLevel: number | null;
  findings: number;
  /** The last day on which the agency may answer; null where nothing is asked of it. */
  answerBy: string | null;
  /** Base of every link. */
  publicUrl: string;
}

const SUBJECT_LENGTH = 150;
const CONTROL = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

interface Words {
  subject: string;
  greeting: string;
  happened: Record<Kind, string>;
  service: string;
  declared: string;
  verified: string;
  level: (level: number | null) => string;
  findings: string;
  answerBy: string;
  read: string;
  automatic: string;
}

const VI: Words = {
  subject: 'Danh mục mức độ dịch vụ công',
  greeting: 'Kính gửi',
  happened: {
    level_lowered: 'Mức độ được xác minh thấp hơn mức đã tự khai',
    findings_made: 'Có kiến nghị sau kiểm tra',
    appeal_decided: 'Khiếu nại đã được xem xét',
  },
  service: 'Dịch vụ',
  declared: 'Mức đã tự khai',
  verified: 'Mức được xác minh',
  level: (level) => (level === null ? 'chưa đạt mức 1' : `mức ${level}`),
  findings: 'Số kiến nghị',
  answerBy: 'Trả lời chậm nhất ngày',
  read: 'Xem và trả lời',
  automatic: 'Thư này do hệ thống gửi tự động.',
};

const EN: Words = {
  subject: 'Catalogue of service levels',
  greeting: 'To',
  happened: {
    level_lowered: 'The verified level is below the declared one',
    findings_made: 'An inspection has made findings',
    appeal_decided: 'An appeal has been decided',
  },
  service: 'Service',
  declared: 'Declared level',
  verified: 'Verified level',
  level: (level) => (level === null ? 'below level 1' : `level ${level}`),
  findings: 'Findings',
  answerBy: 'To be answered by',
  read: 'Read and answer',
  automatic: 'This message was sent by the system.',
};

/** The message, in Vietnamese and then in English, as plain text. */
export function messageText(told: Told): { subject: string; body: string } {
  const subject = `${VI.happened[told.kind]}: ${told.serviceId} ${told.procedureName}`;
  return {
    subject: shortened(oneLine(subject)),
    body: `${inLanguage(VI, told, '')}\n\n--\n\n${inLanguage(EN, told, '/en')}\n`,
  };
}

function inLanguage(words: Words, told: Told, prefix: string): string {
  const isOfLevel = told.kind !== 'appeal_decided';
  const answerBy = told.answerBy?.split('-').toReversed().join('/');
  const lines = [
    `${words.greeting} ${oneLine(told.agencyName)},`,
    '',
    `${words.happened[told.kind]}.`,
    '',
    `${words.service}: ${oneLine(told.procedureName)} (${told.serviceId})`,
    ...(isOfLevel ? [`${words.declared}: ${words.level(told.declaredLevel)}`] : []),
    ...(isOfLevel ? [`${words.verified}: ${words.level(told.verifiedLevel)}`] : []),
    ...(told.findings > 0 ? [`${words.findings}: ${told.findings}`] : []),
    ...(answerBy === undefined ? [] : [`${words.answerBy}: ${answerBy}`]),
    '',
    `${words.read}: ${told.publicUrl}${prefix}/desk/notifications`,
    '',
    `${words.automatic} ${words.subject}: ${told.publicUrl}${prefix}/`,
  ];
  return lines.join('\n');
}

/** A name is never more than a line: what breaks lines would let it pass for another header, or for another part of the text. */
const oneLine = (text: string): string => text.replaceAll(CONTROL, ' ').trim();

function shortened(text: string): string {
  const letters = Array.from(text);
  return letters.length <= SUBJECT_LENGTH ? text : `${letters.slice(0, SUBJECT_LENGTH - 1).join('')}…`;
}
