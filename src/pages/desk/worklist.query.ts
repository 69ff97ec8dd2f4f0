import type { Queries } from '../../database/reader.js';
import { inList } from '../../database/sql.js';
import { addDays } from '../../domain/dates/civil-date.js';
import type { VersionState } from '../../domain/version-moves.js';

export interface OpenDraft {
  code: string;
  name: string;
  state: VersionState;
  kind: 'new' | 'amended';
  /** Why it was returned. */
  reason: string | null;
  editedBy: string | null;
  agencyName: string | null;
  updatedAt: string;
}

const DRAFTS_AT_MOST = 200;

/** Drafts that are open, the last touched first. @param agencies undefined: of all agencies */
export function openDrafts(
  queries: Queries,
  agencies: readonly string[] | undefined,
  states: readonly VersionState[],
): Promise<OpenDraft[]> {
  return queries.all<OpenDraft>(
    `SELECT p.code, p.name, v.state, v.kind, v.reason, v.edited_by AS "editedBy", a.name AS "agencyName",
            p.updated_at AS "updatedAt"
     FROM procedure p
     JOIN procedure_version v ON v.procedure_code = p.code AND v.no = p.draft_no
     LEFT JOIN agency a ON a.code = p.owner_agency
     WHERE v.state IN ${inList(queries.engine, 'states')}
       ${agencies ? `AND p.owner_agency IN ${inList(queries.engine, 'agencies')}` : ''}
     ORDER BY p.updated_at DESC, p.code LIMIT :limit`,
    {
      states: JSON.stringify(states),
      ...(agencies ? { agencies: JSON.stringify(agencies) } : {}),
      limit: DRAFTS_AT_MOST,
    },
  );
}

export interface DueLine {
  year: number;
  no: number;
  title: string;
  titleEn: string | null;
  level: number | null;
  dueDate: string;
  serviceId: string | null;
}

const DAYS_AHEAD = 90;
const LINES_AT_MOST = 100;

/** Lines of approved plans that ask something of these agencies soon or are overdue, and are not met by their service. */
export function dueLines(queries: Queries, agencies: readonly string[], today: string): Promise<DueLine[]> {
  const mine = inList(queries.engine, 'agencies');
  return queries.all<DueLine>(
    `SELECT l.year, l.no, l.title, l.title_en AS "titleEn", l.level, l.due_date AS "dueDate",
            l.service_id AS "serviceId"
     FROM plan_line l
     JOIN plan y ON y.year = l.year AND y.state = 'approved'
     LEFT JOIN public_service o ON o.id = l.service_id
     LEFT JOIN published_service s ON s.service_id = l.service_id
     WHERE l.withdrawn_at IS NULL AND l.due_date <= :until AND (l.agency_code IN ${mine} OR o.agency_code IN ${mine})
       AND (l.service_id IS NULL OR l.level IS NULL OR s.level IS NULL OR s.level < l.level)
     ORDER BY l.due_date, l.year, l.no LIMIT :limit`,
    { agencies: JSON.stringify(agencies), until: addDays(today, DAYS_AHEAD), limit: LINES_AT_MOST },
  );
}

export interface WaitingChange {
  serviceId: string;
  procedureName: string;
  agencyName: string;
  toVersion: number;
  effectiveFrom: string;
}

const CHANGES_AT_MOST = 100;

/** Services of these agencies whose procedure has a new version that nobody has answered, the oldest first. */
export function waitingChanges(queries: Queries, agencies: readonly string[]): Promise<WaitingChange[]> {
  return queries.all<WaitingChange>(
    `SELECT c.service_id AS "serviceId", p.name AS "procedureName", a.name AS "agencyName",
            c.version_no AS "toVersion", c.effective_from AS "effectiveFrom"
     FROM upstream_change c
     JOIN public_service s ON s.id = c.service_id
     JOIN procedure p ON p.code = s.procedure_code
     JOIN agency a ON a.code = s.agency_code
     WHERE c.settled_at IS NULL AND s.agency_code IN ${inList(queries.engine, 'agencies')}
     ORDER BY c.effective_from, c.service_id LIMIT :limit`,
    { agencies: JSON.stringify(agencies), limit: CHANGES_AT_MOST },
  );
}
