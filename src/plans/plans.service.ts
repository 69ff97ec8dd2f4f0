import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { type Caller, actorOf } from '../accounts/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Unit } from '../database/unit.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { etagOfJson, requireIfMatch } from '../http/preconditions.js';
import { notFound, Problem } from '../http/problem.js';
import { lineFaults } from './line-faults.js';
import type { ProposedLine } from './line-rules.js';
import { linesInEffect, type Plan, planOf } from './plan.query.js';
import { planChanged } from './plan-writing.js';
import { PlanLineTable, PlanTable, type PlanRow } from './plan.table.js';

type Conditional = { headers: IncomingHttpHeaders };

/** Keeping of plans: they begin with their first line, and what was approved stays as it was. */
@Injectable()
export class Plans {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Adds a line; the first one begins the plan. Once the plan is approved this is a re-plan, with its reason.
   * @throws Problem 422 `plan_line_refused` with every fault, 412
   */
  addLine(
    caller: Caller,
    request: Conditional,
    year: number,
    line: ProposedLine,
    title: Pick<PlanRow, 'title' | 'titleEn'>,
  ): Promise<Plan> {
    const intent = { actor: actorOf(caller), action: 'plan.addLine', why: line.reason ?? null };
    return this.unitOfWork.run(intent, async (unit) => {
      const before = await planOf(unit, year);
      if (before && request.headers['if-match'] !== undefined) requireIfMatch(request, [etagOfJson(before)]);
      const faults = await lineFaults(unit, line, year, before?.state === 'approved');
      if (faults.length > 0) throw new Problem(422, 'plan_line_refused', { faults });
      if (!before) await unit.insertMany(PlanTable, [newPlan(unit, year, title)]);
      await unit.insertMany(PlanLineTable, [
        {
          year,
          no: (before?.lines.length ?? 0) + 1,
          kind: line.kind,
          title: line.title,
          titleEn: line.titleEn ?? null,
          level: line.level ?? null,
          target: line.target ?? null,
          unit: line.kind === 'count' ? (line.unit ?? 'service') : null,
          serviceId: line.serviceId ?? null,
          agencyCode: line.agencyCode ?? null,
          dueDate: line.dueDate ?? null,
          statedActual: line.statedActual ?? null,
          statedDenominator: line.statedDenominator ?? null,
          sourceIndicator: line.sourceIndicator ?? null,
          note: line.note ?? null,
          noteEn: line.noteEn ?? null,
          reason: line.reason ?? null,
          recordedAt: unit.at,
          changedAt: null,
          changeReason: null,
          withdrawnAt: null,
          withdrawalReason: null,
        },
      ]);
      return planChanged(unit, year, before ?? null);
    });
  }

  /**
   * Freezes the lines as the baseline against which the year is judged.
   * @throws Problem 404, 428, 412, 409 `wrong_state`, 422 `plan_without_lines`
   */
  approve(caller: Caller, request: Conditional, year: number): Promise<Plan> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'plan.approve' }, async (unit) => {
      const before = await planOf(unit, year);
      if (!before) throw notFound();
      requireIfMatch(request, [etagOfJson(before)]);
      if (before.state !== 'draft') {
        throw new Problem(409, 'wrong_state', {
          params: { action: 'approve', state: before.state, allowed: 'draft' },
        });
      }
      const lines = linesInEffect(before.lines);
      if (lines.length === 0) throw new Problem(422, 'plan_without_lines');
      await unit.run(
        `UPDATE plan SET state = 'approved', approved_at = :at, approved_by = :by, baseline = :baseline
         WHERE year = :year`,
        {
          year,
          at: unit.at,
          by: unit.actor.name,
          baseline: canonicalJson({ approvedAt: unit.at, lines }),
        },
      );
      return planChanged(unit, year, before);
    });
  }
}

function newPlan(unit: Unit, year: number, title: Pick<PlanRow, 'title' | 'titleEn'>): PlanRow {
  return {
    year,
    ...title,
    state: 'draft',
    baseline: null,
    approvedAt: null,
    approvedBy: null,
    note: null,
    noteEn: null,
    revision: 0,
    updatedAt: unit.at,
  };
}
