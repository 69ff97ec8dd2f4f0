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
import { demonstrate, type DemonstratedService } from './demonstration.js';
import { offeredServices, type SeedScope } from './offered-services.js';
import type { SeedFiles } from './seed-files.js';

const SERVICES_A_BATCH = 1000;

export interface LoadedServices {
  services: number;
  /** Provincial procedures whose department is not known, hence no service. */
  notOffered: number;
}

/** The services of the scope with their demonstration levels and facts, every one marked as such. */
export async function loadServices(
  unit: Unit,
  seeds: SeedFiles,
  scope: SeedScope,
  onProgress: (services: number) => void,
): Promise<LoadedServices> {
  const offered = offeredServices(seeds.procedures, seeds.agencies, scope);
  let services = 0;
  let batch: DemonstratedService[] = [];
  for (const service of demonstrate(seeds.demonstrationRule, offered.services, seeds.procedures)) {
    batch.push(service);
    if (batch.length < SERVICES_A_BATCH) continue;
    await loadBatch(unit, batch);
    services += batch.length;
    onProgress(services);
    batch = [];
  }
  await loadBatch(unit, batch);
  return { services: services + batch.length, notOffered: offered.notOffered.length };
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
  for (const { id, agencyCode, procedureCode, facts, steps } of batch) {
    unit.record(`service:${id}`, null, {
      agencyCode,
      procedureCode,
      facts,
      declarations: steps,
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
