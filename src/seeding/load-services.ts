import type { Unit } from '../database/unit.js';
import { canonicalJson } from '../domain/canonical-json.js';
import {
  DeclarationTable,
  type DeclarationRow,
  PublicServiceTable,
  type PublicServiceRow,
  ServiceFactsTable,
  type ServiceFactsRow,
} from '../public-services/public-service.table.js';
import { CaseVolumeTable } from '../public-services/volumes/case-volume.table.js';
import { volumeRow } from '../public-services/volumes/volumes-save.js';
import { demonstrate, type DemonstratedService } from './demonstration.js';
import type { DemonstrationRule } from './demonstration-rule.js';
import type { OfferedService } from './offered-services.js';
import type { SeedProcedure } from './procedure-lines.js';

const SERVICES_A_BATCH = 1000;

/**
 * Services with the levels and facts that the demonstration rule gives them, every one marked as demonstration.
 * @returns how many
 */
export async function loadServices(
  unit: Unit,
  rule: DemonstrationRule,
  offered: Iterable<OfferedService>,
  procedures: readonly SeedProcedure[],
  onProgress: (services: number) => void,
): Promise<number> {
  let services = 0;
  let batch: DemonstratedService[] = [];
  for (const service of demonstrate(rule, offered, procedures)) {
    batch.push(service);
    if (batch.length < SERVICES_A_BATCH) continue;
    await loadBatch(unit, batch);
    services += batch.length;
    onProgress(services);
    batch = [];
  }
  await loadBatch(unit, batch);
  return services + batch.length;
}

async function loadBatch(unit: Unit, batch: DemonstratedService[]): Promise<void> {
  await unit.insertMany(
    PublicServiceTable,
    batch.map((service) => serviceRow(service, unit.at)),
  );
  await unit.insertMany(
    ServiceFactsTable,
    batch.map((service) => factsRow(service, unit)),
  );
  await unit.insertMany(
    DeclarationTable,
    batch.flatMap((service) => declarationRows(service, unit)),
  );
  await unit.insertMany(
    CaseVolumeTable,
    batch.flatMap(({ id, volumes }) =>
      volumes === null ? [] : [volumeRow({ serviceId: id, lastNo: 0, ...volumes }, unit, 1)],
    ),
  );
  for (const { id, agencyCode, procedureCode, facts, steps, volumes } of batch) {
    unit.record(`service:${id}`, null, {
      agencyCode,
      procedureCode,
      facts,
      declarations: steps,
      ...(volumes === null ? {} : { volumes }),
      demonstration: true,
    });
    unit.touch(id);
  }
  await unit.flush();
}

function serviceRow({ id, agencyCode, procedureCode }: DemonstratedService, at: string): PublicServiceRow {
  return {
    id,
    agencyCode,
    procedureCode,
    validFrom: null,
    validTo: null,
    closedReason: null,
    factsNo: 1,
    demonstration: 1,
    revision: 1,
    createdAt: at,
    updatedAt: at,
  };
}

function factsRow({ id, facts }: DemonstratedService, unit: Unit): ServiceFactsRow {
  return {
    serviceId: id,
    no: 1,
    facts: canonicalJson(facts),
    demonstration: 1,
    actor: unit.actor.name,
    actorAgency: null,
    recordedAt: unit.at,
  };
}

function declarationRows({ id, steps }: DemonstratedService, unit: Unit): DeclarationRow[] {
  return steps.map(({ level, effectiveFrom }, i) => ({
    serviceId: id,
    no: i + 1,
    level,
    effectiveFrom,
    factsNo: 1,
    note: null,
    demonstration: 1,
    actor: unit.actor.name,
    actorAgency: null,
    recordedAt: unit.at,
  }));
}
