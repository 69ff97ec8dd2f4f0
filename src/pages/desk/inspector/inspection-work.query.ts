import { reachOf } from '../../../accounts/access-rules.js';
import type { Caller } from '../../../accounts/caller.js';
import type { Queries } from '../../../database/reader.js';
import { findingCounts, findingPage } from '../../../inspections/finding.query.js';
import { inspectionPage } from '../../../inspections/inspection-list.query.js';
import { queueTotal } from '../../../inspections/queue.query.js';
import { whereAgencies } from '../../../inspections/visible-agencies.query.js';
import { serviceNames } from './service-names.query.js';

const SHOWN = 10;
const EVERYWHERE = { conditions: [], params: {} };

/** What inspections leave to do: for an agency findings to answer, for an inspector everything that waits. */
export async function inspectionWork(queries: Queries, caller: Caller): Promise<Record<string, unknown>> {
  return {
    ...(reachOf('finding.answer', caller.role) === 'ownAgencies' && {
      toAnswer: await findingsToAnswer(queries, caller),
    }),
    ...(reachOf('inspection.conduct', caller.role) && { toInspect: await inspectorsWork(queries, caller) }),
  };
}

async function findingsToAnswer(queries: Queries, caller: Caller) {
  const within = await whereAgencies(queries, caller, 'finding.answer', undefined, 'f.agency_code');
  const page = await findingPage(queries, within, { state: 'open' }, SHOWN, undefined);
  return {
    ...page,
    names: await serviceNames(
      queries,
      page.items.map(({ serviceId }) => serviceId),
    ),
  };
}

async function inspectorsWork(queries: Queries, caller: Caller) {
  const mine = { state: 'open', inspector: caller.name };
  return {
    queue: await queueTotal(queries, EVERYWHERE, {}),
    mine: await inspectionPage(queries, EVERYWHERE, mine, SHOWN, undefined),
    findings: await findingCounts(queries, EVERYWHERE),
  };
}
