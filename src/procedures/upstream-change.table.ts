import { SEALED, table } from '../database/table.js';

/** A new version of its procedure, as it waits for the answer of one service's agency, and that answer. */
export interface UpstreamChangeRow {
  serviceId: string;
  /** Number of the new version. */
  versionNo: number;
  fromVersionNo: number;
  effectiveFrom: string;
  recordedAt: string;
  settledAt: string | null;
  settledHow: string | null;
  settledBy: string | null;
  settledByAgency: string | null;
  note: string | null;
}

export const UpstreamChangeTable = table<UpstreamChangeRow>('upstream_change', SEALED, {
  serviceId: 'text pk',
  versionNo: 'int pk',
  fromVersionNo: 'int',
  effectiveFrom: 'text',
  recordedAt: 'text',
  settledAt: 'text?',
  settledHow: 'text?',
  settledBy: 'text?',
  settledByAgency: 'text?',
  note: 'text?',
});
