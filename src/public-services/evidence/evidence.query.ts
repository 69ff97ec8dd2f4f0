import type { Queries } from '../../database/reader.js';
import type { EvidenceRow } from '../public-service.table.js';

/** A piece of evidence as callers with an account read it. */
export interface Evidence {
  /** By which a fact of the service names it. */
  id: string;
  serviceId: string;
  no: number;
  fact: string | null;
  kind: 'url' | 'file';
  url: string | null;
  finalUrl: string | null;
  httpStatus: number | null;
  capturedAt: string | null;
  fileName: string | null;
  mediaType: string | null;
  size: number | null;
  sha256: string | null;
  /** Of what a page says, without its markup. */
  textSha256: string | null;
  problem: string | null;
  note: string | null;
  actor: string;
  agencyCode: string | null;
  recordedAt: string;
}

export function evidenceOf(row: EvidenceRow): Evidence {
  const { serviceId, no, actorAgency, actor, recordedAt, note, ...rest } = row;
  return { id: String(no), serviceId, no, ...rest, note, actor, agencyCode: actorAgency, recordedAt };
}

const COLUMNS = `service_id AS "serviceId", no, fact, kind, url, final_url AS "finalUrl", http_status AS "httpStatus",
  captured_at AS "capturedAt", file_name AS "fileName", media_type AS "mediaType", size, sha256,
  text_sha256 AS "textSha256", problem, note, actor,
  actor_agency AS "actorAgency", recorded_at AS "recordedAt"`;

export async function evidenceList(queries: Queries, serviceId: string): Promise<Evidence[]> {
  const rows = await queries.all<EvidenceRow>(
    `SELECT ${COLUMNS} FROM evidence WHERE service_id = :serviceId ORDER BY no`,
    { serviceId },
  );
  return rows.map(evidenceOf);
}

export async function evidenceFile(
  queries: Queries,
  serviceId: string,
  no: number,
): Promise<{ sha256: string; fileName: string; mediaType: string } | undefined> {
  return queries.get(
    `SELECT sha256, file_name AS "fileName", media_type AS "mediaType" FROM evidence
     WHERE service_id = :serviceId AND no = :no AND kind = 'file'`,
    { serviceId, no },
  );
}
