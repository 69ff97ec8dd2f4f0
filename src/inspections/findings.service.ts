import { Injectable } from '@nestjs/common';
import { actorOf, type Caller } from '../accounts/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { type Conditional, etagOfJson, requireIfMatch } from '../http/preconditions.js';
import { Problem } from '../http/problem.js';
import { FINDING_MOVES } from './finding-moves.js';
import { type Finding, findingOf } from './finding.query.js';
import { FINDING_PERMITS } from './finding-permits.query.js';
import { type FindingEventRow, FindingEventTable } from './inspection.table.js';
import { notify } from './notify.js';

/** What agencies and inspectors do about findings: every step is a record, and none is changed. */
@Injectable()
export class Findings {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** After the due date too, but marked as late. */
  reply(caller: Caller, id: string, text: string, request: Conditional): Promise<Finding> {
    return this.move(caller, id, 'reply', text, request);
  }

  /** @throws Problem 409 `finding_past_due` */
  appeal(caller: Caller, id: string, text: string, request: Conditional): Promise<Finding> {
    return this.move(caller, id, 'appeal', text, request);
  }

  close(caller: Caller, id: string, text: string | null, request: Conditional): Promise<Finding> {
    return this.move(caller, id, 'close', text, request);
  }

  /** @throws Problem 403 `four_eyes_appeal` for those who made the inspection */
  decide(
    caller: Caller,
    id: string,
    decision: 'upheld' | 'rejected',
    text: string,
    request: Conditional,
  ): Promise<Finding> {
    return this.move(caller, id, decision, text, request);
  }

  private move(
    caller: Caller,
    id: string,
    kind: FindingEventRow['kind'],
    text: string | null,
    request: Conditional,
  ): Promise<Finding> {
    const intent = { actor: actorOf(caller), action: `finding.${kind}` };
    return this.unitOfWork.run(intent, async (unit) => {
      const before = await findingOf(unit, id);
      await FINDING_PERMITS[kind](unit, caller, before, unit.today);
      if (request.headers['if-match'] !== undefined) requireIfMatch(request, [etagOfJson(before)]);
      const { from, to } = FINDING_MOVES[kind];
      if (!from.includes(before.state)) {
        const params = { action: kind, state: before.state, allowed: from.join(', ') };
        throw new Problem(409, 'wrong_state', { params });
      }
      const event: FindingEventRow = {
        findingId: id,
        no: before.events.length + 1,
        kind,
        text,
        late: Number(before.dueDate < unit.today),
        actor: unit.actor.name,
        actorAgency: unit.actor.agencyCode,
        at: unit.at,
      };
      await unit.insertMany(FindingEventTable, [event]);
      await unit.run('UPDATE finding SET state = :to, updated_at = :at WHERE id = :id', {
        id,
        to,
        at: unit.at,
      });
      const { serviceId, agencyCode, state } = before;
      unit.record(
        `service:${serviceId}`,
        { finding: { id, state } },
        { finding: { id, state: to, event: { no: event.no, kind, text, late: event.late === 1 } } },
      );
      if (kind === 'upheld' || kind === 'rejected')
        await notify(unit, { agencyCode, kind: 'appeal_decided', serviceId, subject: `finding:${id}` });
      return findingOf(unit, id);
    });
  }
}
