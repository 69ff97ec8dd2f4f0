import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../accounts/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Unit } from '../database/unit.js';
import { effectiveFacts } from '../domain/facts-of-procedure.js';
import { materialHash } from '../domain/level-scheme/material-facts.js';
import { type Conditional, etagOfJson, requireIfMatch } from '../http/preconditions.js';
import { badRequest, Problem } from '../http/problem.js';
import { evidenceIds, serviceOnDay } from '../public-services/facts.query.js';
import { refuseEnded, serviceRow } from '../public-services/standing.query.js';
import { levelSchemes } from '../schemes/level-schemes.query.js';
import { closeInspection } from './close-inspection.js';
import { requireFourEyes } from './four-eyes.query.js';
import { declarationInEffect } from './inspectable.query.js';
import { faultsOfClosing, faultsOfOutcomes, inspectedDeclaration } from './inspection-faults.js';
import { inspectionRow, type InspectionView, inspectionView, outcomeRows } from './inspection-view.query.js';
import { InspectionOutcomeTable, InspectionTable, type InspectionRow } from './inspection.table.js';
import type { CloseInspection, OpenInspection, RecordOutcomes } from './inspections.dto.js';

/** The inspector's check of a declaration, from its opening to its closing. */
@Injectable()
export class Inspections {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Problem 404, 403 by four eyes, 409 `no_declaration`, `inspection_open`, `service_ended` */
  open(caller: Caller, { serviceId, method, note }: OpenInspection): Promise<InspectionView> {
    const intent = { actor: actorOf(caller), action: 'inspection.open', why: note ?? null };
    return this.unitOfWork.run(intent, async (unit) => {
      const service = await serviceRow(unit, serviceId);
      refuseEnded(service, unit.today);
      const declarationNo = await declarationInEffect(unit, serviceId, unit.today);
      if (declarationNo === undefined)
        throw new Problem(409, 'no_declaration', { params: { id: serviceId } });
      await requireFourEyes(unit, caller, service, declarationNo);
      const last = await unit.get<{ id: string; no: number; state: string }>(
        'SELECT id, no, state FROM inspection WHERE service_id = :serviceId ORDER BY no DESC LIMIT 1',
        { serviceId },
      );
      if (last?.state === 'open') throw new Problem(409, 'inspection_open', { params: { id: last.id } });
      const no = (last?.no ?? 0) + 1;
      const row: InspectionRow = {
        id: `${serviceId}~i${no}`,
        serviceId,
        no,
        declarationNo,
        method,
        state: 'open',
        level: null,
        effectiveFrom: null,
        staleFrom: null,
        ...(await factsNow(unit, serviceId)),
        inspector: unit.actor.name,
        inspectorAgency: unit.actor.agencyCode,
        note: note ?? null,
        openedAt: unit.at,
        closedAt: null,
        closedBy: null,
      };
      await unit.insertMany(InspectionTable, [row]);
      unit.record(`service:${serviceId}`, null, {
        inspection: { id: row.id, declarationNo, method, state: 'open', note: row.note },
      });
      return inspectionView(unit, row.id, unit.today);
    });
  }

  /** @throws Problem 404, 403, 428, 412, 409 `wrong_state`, 400 with every fault of every outcome */
  record(caller: Caller, id: string, input: RecordOutcomes, request: Conditional): Promise<InspectionView> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'inspection.record' }, async (unit) => {
      const row = await this.openRow(unit, caller, id, request, 'record');
      const { own } = await levelSchemes(unit);
      const faults = faultsOfOutcomes(own, input.outcomes, await evidenceIds(unit, row.serviceId));
      if (faults.length > 0) throw badRequest(faults);
      const before = await outcomeRows(unit, id);
      const after = input.outcomes.map(({ criterion, outcome, reason, note, evidence = [] }) => ({
        inspectionId: id,
        criterion,
        outcome,
        reason: reason ?? null,
        note: note ?? null,
        evidence: JSON.stringify(evidence),
      }));
      for (const { criterion } of after) {
        await unit.run(
          'DELETE FROM inspection_outcome WHERE inspection_id = :id AND criterion = :criterion',
          { id, criterion },
        );
      }
      await unit.insertMany(InspectionOutcomeTable, after);
      const { method = row.method } = input;
      await unit.run('UPDATE inspection SET method = :method WHERE id = :id', { id, method });
      const changed = before.filter((old) => after.some((one) => one.criterion === old.criterion));
      unit.record(
        `service:${row.serviceId}`,
        { inspection: { id, method: row.method, outcomes: changed } },
        { inspection: { id, method, outcomes: after } },
      );
      return inspectionView(unit, id, unit.today);
    });
  }

  /** @throws Problem 404, 403, 428, 412, 409 `wrong_state`, 422 `inspection_empty`, 400 with every fault */
  close(caller: Caller, id: string, input: CloseInspection, request: Conditional): Promise<InspectionView> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'inspection.close' }, async (unit) => {
      const row = await this.openRow(unit, caller, id, request, 'close');
      const { own } = await levelSchemes(unit);
      const declaration = (await inspectedDeclaration(unit, id))!;
      const faults = faultsOfClosing(own, unit.today, declaration.effectiveFrom, input);
      if (faults.length > 0) throw badRequest(faults);
      const facts = await factsNow(unit, row.serviceId);
      await closeInspection(unit, own, { ...row, ...facts }, declaration.level, input);
      // The published list is made anew first, so that what is answered is what stands.
      await unit.flush();
      return inspectionView(unit, id, unit.today);
    });
  }

  private async openRow(
    unit: Unit,
    caller: Caller,
    id: string,
    request: Conditional,
    action: string,
  ): Promise<InspectionRow> {
    const row = await inspectionRow(unit, id);
    await requireFourEyes(unit, caller, await serviceRow(unit, row.serviceId), row.declarationNo);
    requireIfMatch(request, [etagOfJson(await inspectionView(unit, id, unit.today))]);
    if (row.state === 'open') return row;
    throw new Problem(409, 'wrong_state', { params: { action, state: row.state, allowed: 'open' } });
  }
}

/** What an inspection is bound to. */
async function factsNow(
  unit: Unit,
  serviceId: string,
): Promise<Pick<InspectionRow, 'factsNo' | 'versionNo' | 'factsSha'>> {
  const { record, version } = await serviceOnDay(unit, serviceId, unit.today);
  const { own } = await levelSchemes(unit);
  return {
    factsNo: record.factsNo,
    versionNo: version.no,
    factsSha: materialHash(own, effectiveFacts(version.facts, record.facts)),
  };
}
