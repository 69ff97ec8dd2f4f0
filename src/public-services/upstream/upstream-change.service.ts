import { Injectable } from '@nestjs/common';
import { requireAgency } from '../../accounts/agency-scope.js';
import { actorOf, type Caller } from '../../accounts/caller.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { type Conditional, etagOfJson, requireIfMatch } from '../../http/preconditions.js';
import { Problem } from '../../http/problem.js';
import { settleUpstreamChange } from '../../procedures/upstream-changes.js';
import { serviceRow } from '../standing.query.js';
import { type ServiceUpstream, serviceUpstream } from './upstream-change.query.js';

/** The agency's word that its facts hold under a new version of the procedure. */
@Injectable()
export class UpstreamChanges {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @throws Problem 409 `nothing_to_confirm`, 428 and 412 by the tag of the change */
  confirm(
    caller: Caller,
    serviceId: string,
    note: string | null,
    request: Conditional,
  ): Promise<ServiceUpstream> {
    const intent = { actor: actorOf(caller), action: 'service.confirm_version', why: note };
    return this.unitOfWork.run(intent, async (unit) => {
      const { agencyCode } = await serviceRow(unit, serviceId);
      await requireAgency(unit, caller, 'service.edit', agencyCode);
      requireIfMatch(request, [etagOfJson(await serviceUpstream(unit, serviceId))]);
      const wasPending = await settleUpstreamChange(unit, serviceId, 'confirmed', note);
      if (!wasPending) throw new Problem(409, 'nothing_to_confirm');
      return serviceUpstream(unit, serviceId);
    });
  }
}
