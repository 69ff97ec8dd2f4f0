import type { Unit } from '../../database/unit.js';
import { inList, perEngine } from '../../database/sql.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { type Fact, FACT_KEYS, type FactKey, type ServiceFacts } from '../../domain/service-facts.js';
import { settleUpstreamChanges } from '../../procedures/upstream-changes.js';
import {
  DeclarationTable,
  PublicServiceTable,
  ServiceFactsTable,
} from '../../public-services/public-service.table.js';
import { SETTLED_MARK, settleDemonstration } from '../../public-services/settle-demonstration.js';
import type { RowPlan } from './plan-row.js';
import type { StandingService } from './standing-services.query.js';

/** What a row asks for, and the service that it asks it of. */
export interface PlannedRow extends RowPlan {
  agencyCode: string;
  procedureCode: string;
  /** Undefined where the row opens the service. */
  standing: StandingService | undefined;
}

/** Writes planned rows in bulk; each is named in the ledger with what it was before and after. */
export async function applyRows(unit: Unit, plans: readonly PlannedRow[], firstDay: string): Promise<void> {
  const changing = plans.filter(({ kind }) => kind !== 'unchanged');
  if (changing.length === 0) return;
  const { at, actor } = unit;
  const opened = changing
    .filter(({ kind }) => kind === 'create')
    .map(({ id, agencyCode, procedureCode, facts, declaration }) => ({
      id,
      agencyCode,
      procedureCode,
      validFrom: declaration?.effectiveFrom ?? firstDay,
      validTo: null,
      closedReason: null,
      factsNo: facts === null ? 0 : 1,
      demonstration: 0,
      revision: 1,
      createdAt: at,
      updatedAt: at,
    }));
  const by = { demonstration: 0, actor: actor.name, actorAgency: actor.agencyCode, recordedAt: at };
  const stated = changing.flatMap(({ id, facts, standing }) =>
    facts === null
      ? []
      : [{ serviceId: id, no: (standing?.factsNo ?? 0) + 1, facts: canonicalJson(facts), ...by }],
  );
  const declarations = changing.flatMap(({ id, declaration, facts, standing }) =>
    declaration === null
      ? []
      : [
          {
            serviceId: id,
            no: (standing?.declarations.at(-1)?.no ?? 0) + 1,
            ...declaration,
            factsNo: (standing?.factsNo ?? 0) + (facts === null ? 0 : 1),
            ...by,
          },
        ],
  );
  const updated = changing.filter(({ kind }) => kind === 'update');
  const restated = updated.filter(({ facts }) => facts !== null).map(({ id }) => id);
  const declared = updated.filter(({ facts }) => facts === null).map(({ id }) => id);
  for (const plan of changing) {
    unit.record(`service:${plan.id}`, before(plan), after(plan));
    unit.touch(plan.id, plan.facts !== null);
  }
  // Done in this order; none waits for the answer of the one before.
  await Promise.all([
    unit.insertMany(PublicServiceTable, opened),
    unit.insertMany(ServiceFactsTable, stated),
    unit.insertMany(DeclarationTable, declarations),
    restated.length > 0 ? unit.run(RESTATE(unit.engine), { at, ids: JSON.stringify(restated) }) : undefined,
    declared.length > 0 ? settleDemonstration(unit, declared) : undefined,
    restated.length > 0 ? settleUpstreamChanges(unit, restated, 'facts', null) : undefined,
  ]);
}

const RESTATE = perEngine(
  (engine) => `UPDATE public_service SET facts_no = facts_no + 1, revision = revision + 1, updated_at = :at,
       demonstration = ${SETTLED_MARK}
     WHERE id IN ${inList(engine, 'ids')}`,
);

const before = ({ standing, facts, declaration, changes }: PlannedRow): unknown =>
  standing === undefined
    ? null
    : {
        ...(facts === null ? {} : { changedFacts: differing(standing.facts, facts) }),
        ...(declaration === null
          ? {}
          : { level: changes.find(({ field }) => field === 'level')?.before ?? null }),
      };

const after = ({ standing, agencyCode, procedureCode, facts, declaration }: PlannedRow): unknown => ({
  ...(standing === undefined ? { agencyCode, procedureCode } : {}),
  ...(facts === null ? {} : { changedFacts: differing(facts, standing?.facts ?? {}) }),
  ...(declaration === null ? {} : { declaration }),
});

/** The facts that are others than those compared with: a file states four of twenty-four, and touches no others. */
function differing(facts: ServiceFacts, other: ServiceFacts): Partial<Record<FactKey, Fact | null>> {
  const found: Partial<Record<FactKey, Fact | null>> = {};
  for (const key of FACT_KEYS) if (facts[key] !== other[key]) found[key] = facts[key] ?? null;
  return found;
}
