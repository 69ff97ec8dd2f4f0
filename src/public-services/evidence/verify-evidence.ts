import type { Reader } from '../../database/reader.js';
import type { EvidenceStore } from './evidence-store.js';

export interface EvidenceVerdict {
  /** Files that were found whole. */
  whole: number;
  bad: { serviceId: string; no: number; sha256: string; state: 'missing' | 'changed' }[];
}

/** Reads every file of evidence and compares it with its hash; one that stands behind several services is read once for each. */
export async function verifyEvidence(reader: Reader, store: EvidenceStore): Promise<EvidenceVerdict> {
  const verdict: EvidenceVerdict = { whole: 0, bad: [] };
  const rows = reader.stream<{ serviceId: string; no: number; sha256: string }>(
    `SELECT service_id AS "serviceId", no, sha256 FROM evidence WHERE kind = 'file' ORDER BY service_id, no`,
  );
  for await (const slice of rows) {
    for (const row of slice) {
      const state = await store.stateOf(row.sha256);
      if (state === 'whole') verdict.whole += 1;
      else verdict.bad.push({ ...row, state });
    }
  }
  return verdict;
}
