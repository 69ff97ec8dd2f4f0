import { Injectable } from '@nestjs/common';
import { type Caller, actorOf } from '../accounts/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import type { Unit } from '../database/unit.js';
import { type Conditional, etagOfJson, requireIfMatch } from '../http/preconditions.js';
import { notFound, Problem } from '../http/problem.js';
import { lineFaults } from './line-faults.js';
import type { LineChange } from './line-rules.js';
import { planChanged } from './plan-writing.js';
import { type KeptLine, type Plan, planOf } from './plan.query.js';
import { PlanLinePastTable, PlanLineTable } from './plan.table.js';

interface LineKey {
  year: number;
  no: number;
}

/** Lines that are there already: what one asks for can change, and it can be withdrawn; the baseline never follows. */
@Injectable()
export class PlanLines {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Changes what a line asks for. How it stood before is kept for reports on that time.
   * @throws Problem 404, 428, 412, 409 `wrong_state` of a line that was withdrawn, 422 `plan_line_refused` with every fault
   */
  change(
    caller: Caller,
    request: Conditional,
    key: LineKey,
    { reason = null, ...change }: LineChange,
  ): Promise<Plan> {
    const intent = { actor: actorOf(caller), action: 'plan.changeLine', why: reason };
    return this.unitOfWork.run(intent, async (unit) => {
      const { plan, line } = await lineInEffect(unit, request, key, 'change');
      const given = Object.entries(change).filter(([, value]) => value !== undefined);
      const after: KeptLine = { ...line, ...Object.fromEntries(given) };
      const faults = await lineFaults(unit, { ...after, reason }, key.year, plan.state === 'approved');
      if (faults.length > 0) throw new Problem(422, 'plan_line_refused', { faults });
      if (after.kind === 'count') after.unit ??= 'service';
      if (JSON.stringify(after) === JSON.stringify(line)) return plan;
      await keepPast(unit, key, line);
      const { title, titleEn, level, target, unit: counted, agencyCode, dueDate } = after;
      const { statedActual, statedDenominator, sourceIndicator, note, noteEn } = after;
      await unit.update(PlanLineTable, {
        ...key,
        title,
        titleEn,
        level,
        target,
        unit: counted,
        agencyCode,
        dueDate,
        statedActual,
        statedDenominator,
        sourceIndicator,
        note,
        noteEn,
        changedAt: unit.at,
        changeReason: reason,
      });
      return planChanged(unit, key.year, plan);
    });
  }

  /**
   * Withdraws a line: it can be read with its reason, and asks for nothing any more.
   * @throws Problem 404, 428, 412, 409 `wrong_state` of a line that was withdrawn
   */
  withdraw(caller: Caller, request: Conditional, key: LineKey, reason: string): Promise<Plan> {
    const intent = { actor: actorOf(caller), action: 'plan.withdrawLine', why: reason };
    return this.unitOfWork.run(intent, async (unit) => {
      const { plan } = await lineInEffect(unit, request, key, 'withdraw');
      await unit.update(PlanLineTable, { ...key, withdrawnAt: unit.at, withdrawalReason: reason });
      return planChanged(unit, key.year, plan);
    });
  }
}

async function lineInEffect(
  unit: Unit,
  request: Conditional,
  { year, no }: LineKey,
  action: 'change' | 'withdraw',
): Promise<{ plan: Plan; line: KeptLine }> {
  const plan = await planOf(unit, year);
  const line = plan?.lines.find((one) => one.no === no);
  if (!plan || !line) throw notFound();
  requireIfMatch(request, [etagOfJson(plan)]);
  if (line.withdrawnAt !== null) {
    throw new Problem(409, 'wrong_state', { params: { action, state: 'withdrawn', allowed: 'in effect' } });
  }
  return { plan, line };
}

/** What a report as known on an earlier day rests on. */
async function keepPast(unit: Unit, { year, no }: LineKey, line: KeptLine): Promise<void> {
  const last = await unit.get<{ version: number | null }>(
    'SELECT MAX(version) AS version FROM plan_line_past WHERE year = :year AND no = :no',
    { year, no },
  );
  await unit.insertMany(PlanLinePastTable, [
    {
      year,
      no,
      version: (last?.version ?? 0) + 1,
      level: line.level,
      target: line.target,
      dueDate: line.dueDate,
      recordedAt: line.changedAt ?? line.recordedAt,
      untilAt: unit.at,
    },
  ]);
}
