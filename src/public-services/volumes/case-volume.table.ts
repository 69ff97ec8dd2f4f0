import { SEALED, table } from '../../database/table.js';

/** What was recorded of one period of a service, all channels together; a correction is a row of its own. */
export interface CaseVolumeRow {
  serviceId: string;
  /** `2012`, `2012-Q4` or `2012-11` */
  period: string;
  /** Counts the records of the period; the last one holds. */
  no: number;
  /** First and last day of the period, and how many it has. */
  periodFrom: string;
  periodTo: string;
  days: number;
  /** Of all channels known; null where the figures were taken back. */
  received: number | null;
  onlineReceived: number | null;
  onlineResolved: number | null;
  onlineOnTime: number | null;
  inPersonReceived: number | null;
  inPersonResolved: number | null;
  inPersonOnTime: number | null;
  postReceived: number | null;
  postResolved: number | null;
  postOnTime: number | null;
  demonstration: number;
  actor: string;
  actorAgency: string | null;
  recordedAt: string;
}

export const CaseVolumeTable = table<CaseVolumeRow>('case_volume', SEALED, {
  serviceId: 'text pk',
  period: 'text pk',
  no: 'int pk',
  periodFrom: 'text',
  periodTo: 'text',
  days: 'int',
  received: 'int?',
  onlineReceived: 'int?',
  onlineResolved: 'int?',
  onlineOnTime: 'int?',
  inPersonReceived: 'int?',
  inPersonResolved: 'int?',
  inPersonOnTime: 'int?',
  postReceived: 'int?',
  postResolved: 'int?',
  postOnTime: 'int?',
  demonstration: 'int',
  actor: 'text',
  actorAgency: 'text?',
  recordedAt: 'text',
});
