import { reachOf } from '../../../accounts/access-rules.js';
import { requireAgency } from '../../../accounts/agency-scope.js';
import type { Caller } from '../../../accounts/caller.js';
import type { Queries } from '../../../database/reader.js';
import type { Criterion } from '../../../domain/level-scheme/scheme.js';
import type { PublishedService } from '../../../domain/published-service.js';
import { etagOfJson } from '../../../http/preconditions.js';
import type { Problem } from '../../../http/problem.js';
import { refusedByFourEyes } from '../../../inspections/four-eyes.query.js';
import { type InspectionView, inspectionView } from '../../../inspections/inspection-view.query.js';
import { type Evidence, evidenceList } from '../../../public-services/evidence/evidence.query.js';
import { publishedDocument } from '../../../public-services/standing.query.js';
import { levelSchemes } from '../../../schemes/level-schemes.query.js';
import { type ServiceName, serviceNames } from './service-names.query.js';

/** An inspection as it is on the desk of whoever reads it. */
export interface SheetOnDesk {
  view: InspectionView;
  /** Tag of the inspection, which every form of the page sends back. */
  version: string;
  name: ServiceName;
  criteria: readonly Criterion[];
  evidence: Evidence[];
  /** Null where it is not in today's list. */
  published: PublishedService | null;
  /** Whether the caller may go on with it. */
  isOpen: boolean;
  /** What forbids it to this inspector. */
  refused: Problem | null;
}

/**
 * Call it inside a snapshot.
 * @throws Problem 404, 403 where it is of another agency
 */
export async function sheetOnDesk(
  queries: Queries,
  caller: Caller,
  id: string,
  today: string,
): Promise<SheetOnDesk> {
  const view = await inspectionView(queries, id, today);
  await requireAgency(queries, caller, 'inspection.read', view.agencyCode);
  const { serviceId, agencyCode, declaration } = view;
  const conducts = reachOf('inspection.conduct', caller.role) !== undefined && view.state === 'open';
  const refused = conducts
    ? await refusedByFourEyes(queries, caller, { id: serviceId, agencyCode }, declaration.no)
    : null;
  const doc = await publishedDocument(queries, serviceId);
  return {
    view,
    version: etagOfJson(view),
    name: (await serviceNames(queries, [serviceId]))[serviceId]!,
    criteria: (await levelSchemes(queries)).own.criteria,
    evidence: await evidenceList(queries, serviceId),
    published: doc === null ? null : (JSON.parse(doc) as PublishedService),
    isOpen: conducts && refused === null,
    refused,
  };
}
