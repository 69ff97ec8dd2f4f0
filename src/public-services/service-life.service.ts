import { Injectable } from '@nestjs/common';
import { requireAgency } from '../accounts/agency-scope.js';
import { actorOf, type Caller } from '../accounts/caller.js';
import type { Queries } from '../database/reader.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Unit } from '../database/unit.js';
import { addDays } from '../domain/dates/civil-date.js';
import { Problem, refuseFaults } from '../http/problem.js';
import { type Offer, offerOf, unknownParts } from './offer-faults.js';
import { type PublicServiceRow, PublicServiceTable, ServicePauseTable } from './public-service.table.js';
import type { CloseService, OpenService, ReopenService } from './public-services.dto.js';
import { type Conditional, requireCurrent } from './require-current.js';
import {
  dayFaults,
  findService,
  refuseEnded,
  serviceRow,
  type Standing,
  standingOf,
  stateableDays,
} from './standing.query.js';

/** A service begins, ends and may begin again; nothing of it is ever deleted. */
@Injectable()
export class ServiceLife {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  open(caller: Caller, input: OpenService): Promise<Standing> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'service.open' }, (unit) =>
      begin(unit, caller, input),
    );
  }

  /**
   * Opens a procedure at several agencies, at all of them or at none; where it is open already it stays as it is.
   * @returns how many were opened
   */
  openAll(
    caller: Caller,
    agencyCodes: readonly string[],
    offer: Omit<OpenService, 'agencyCode'>,
  ): Promise<number> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'service.open' }, async (unit) => {
      let opened = 0;
      for (const agencyCode of [...new Set(agencyCodes)].sort()) {
        await requireAgency(unit, caller, 'service.edit', agencyCode);
        const there = await findService(unit, `${agencyCode}~${offer.procedureCode}`);
        if (there?.validTo === null) continue;
        await begin(unit, caller, { ...offer, agencyCode });
        opened += 1;
      }
      return opened;
    });
  }

  close(caller: Caller, id: string, input: CloseService, request: Conditional): Promise<Standing> {
    const intent = { actor: actorOf(caller), action: 'service.close', why: input.reason };
    return this.unitOfWork.run(intent, async (unit) => {
      const before = await serviceRow(unit, id);
      await requireAgency(unit, caller, 'service.edit', before.agencyCode);
      await requireCurrent(unit, id, request);
      refuseEnded(before, unit.today);
      const validTo = input.validTo ?? addDays(unit.today, -1);
      // Closed on the day before its first: a service opened by mistake, never offered.
      const days = stateableDays(unit.today);
      const min = await earliestLastDay(unit, before, days.min);
      refuseFaults(dayFaults('/validTo', validTo, { ...days, min }));
      return save(unit, before, { ...before, validTo, closedReason: input.reason });
    });
  }

  /** Also takes back a last day that has not come yet: reopen it on the day after. */
  reopen(caller: Caller, id: string, input: ReopenService): Promise<Standing> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'service.reopen' }, async (unit) => {
      const before = await serviceRow(unit, id);
      await requireAgency(unit, caller, 'service.edit', before.agencyCode);
      if (before.validTo === null) throw new Problem(409, 'not_closed');
      const closedFrom = addDays(before.validTo, 1);
      refuseFaults(
        dayFaults('/validFrom', input.validFrom, { ...stateableDays(unit.today), min: closedFrom }),
      );
      refuseOffer(await offerOf(unit, before, caller), input.validFrom);
      if (closedFrom < input.validFrom) await pause(unit, before, closedFrom, input.validFrom);
      return save(unit, before, { ...before, validTo: null, closedReason: null });
    });
  }
}

async function begin(unit: Unit, caller: Caller, input: OpenService): Promise<Standing> {
  const id = `${input.agencyCode}~${input.procedureCode}`;
  await requireAgency(unit, caller, 'service.edit', input.agencyCode);
  const offer = await offerOf(unit, input, caller);
  const validFrom = input.validFrom ?? unit.today;
  refuseFaults([
    ...unknownParts(input, offer),
    ...dayFaults('/validFrom', validFrom, stateableDays(unit.today)),
  ]);
  await refuseDuplicate(unit, id);
  refuseOffer(offer, validFrom);
  const row: PublicServiceRow = {
    id,
    agencyCode: input.agencyCode,
    procedureCode: input.procedureCode,
    validFrom,
    validTo: null,
    closedReason: null,
    factsNo: 0,
    demonstration: 0,
    revision: 1,
    createdAt: unit.at,
    updatedAt: unit.at,
  };
  await unit.insertMany(PublicServiceTable, [row]);
  return publish(unit, null, row);
}

async function refuseDuplicate(queries: Queries, id: string): Promise<void> {
  const there = await findService(queries, id);
  if (!there) return;
  if (there.validTo === null) throw new Problem(409, 'duplicate', { params: { what: 'service', code: id } });
  throw new Problem(409, 'reopen_instead', { params: { id, validTo: there.validTo } });
}

/** @throws Problem 422 where nobody could offer it on that day */
function refuseOffer({ agency, procedure }: Offer, day: string): void {
  if (procedure!.status !== 'published') {
    throw new Problem(422, 'procedure_not_published', {
      params: { code: procedure!.code, state: procedure!.status },
    });
  }
  const { code, valid_from, valid_to } = agency!;
  if ((valid_to !== null && valid_to < day) || (valid_from !== null && valid_from > day))
    throw new Problem(422, 'agency_not_in_force', { params: { agency: code, day } });
}

/** The day before the service was last opened. */
async function earliestLastDay(queries: Queries, row: PublicServiceRow, earliest: string): Promise<string> {
  const pauses = await queries.get<{ reopened: string | null }>(
    'SELECT MAX(reopened_on) AS reopened FROM service_pause WHERE service_id = :id',
    { id: row.id },
  );
  const opened = pauses?.reopened ?? row.validFrom;
  return opened === null || opened <= earliest ? earliest : addDays(opened, -1);
}

async function pause(
  unit: Unit,
  { id, closedReason }: PublicServiceRow,
  closedFrom: string,
  reopenedOn: string,
): Promise<void> {
  const last = await unit.get<{ no: number | null }>(
    'SELECT MAX(no) AS no FROM service_pause WHERE service_id = :id',
    { id },
  );
  await unit.insertMany(ServicePauseTable, [
    {
      serviceId: id,
      no: (last?.no ?? 0) + 1,
      closedFrom,
      reopenedOn,
      reason: closedReason,
      actor: unit.actor.name,
      actorAgency: unit.actor.agencyCode,
      recordedAt: unit.at,
    },
  ]);
}

async function save(unit: Unit, before: PublicServiceRow, changed: PublicServiceRow): Promise<Standing> {
  const after = { ...changed, revision: before.revision + 1, updatedAt: unit.at };
  await unit.update(PublicServiceTable, after);
  return publish(unit, before, after);
}

async function publish(
  unit: Unit,
  before: PublicServiceRow | null,
  after: PublicServiceRow,
): Promise<Standing> {
  const stated = ({ validFrom, validTo, closedReason }: PublicServiceRow) => ({
    validFrom,
    validTo,
    closedReason,
  });
  unit.record(`service:${after.id}`, before && stated(before), stated(after));
  unit.touch(after.id);
  await unit.flush();
  return standingOf(unit, after.id);
}
