import type { Unit } from '../database/unit.js';
import { canonicalJson } from '../domain/canonical-json.js';
import type { ServiceFacts } from '../domain/service-facts.js';
import { settleUpstreamChange } from '../procedures/upstream-changes.js';
import { settleDemonstration } from './settle-demonstration.js';
import { type PublicServiceRow, PublicServiceTable, ServiceFactsTable } from './public-service.table.js';

/**
 * Saves the whole set of facts as a new row; the same facts again change nothing.
 * @returns the service as it is then; `factsNo` is the number of the facts
 */
export async function saveFacts(
  unit: Unit,
  service: PublicServiceRow,
  facts: ServiceFacts,
): Promise<PublicServiceRow> {
  const { id } = service;
  const last = await unit.get<{ no: number; facts: string }>(
    'SELECT no, facts FROM service_facts WHERE service_id = :id ORDER BY no DESC LIMIT 1',
    { id },
  );
  const text = canonicalJson(facts);
  const before = last ? (JSON.parse(last.facts) as ServiceFacts) : null;
  if (before !== null && canonicalJson(before) === text) return service;
  const no = (last?.no ?? 0) + 1;
  await unit.insertMany(ServiceFactsTable, [
    {
      serviceId: id,
      no,
      facts: text,
      demonstration: 0,
      actor: unit.actor.name,
      actorAgency: unit.actor.agencyCode,
      recordedAt: unit.at,
    },
  ]);
  const after = { ...service, factsNo: no, revision: service.revision + 1, updatedAt: unit.at };
  await unit.update(PublicServiceTable, after);
  await settleDemonstration(unit, [id]);
  await settleUpstreamChange(unit, id, 'facts', null);
  unit.record(`service:${id}`, { facts: before }, { facts });
  unit.touch(id, true);
  return after;
}
