import { Injectable } from '@nestjs/common';
import { requireAgency } from '../../accounts/agency-scope.js';
import { actorOf, type Caller } from '../../accounts/caller.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { canonicalJson } from '../../domain/canonical-json.js';
import { overlaps, type PeriodSpan, periodSpan } from '../../domain/case-volumes.js';
import { type Conditional, etagOfJson, requireIfMatch } from '../../http/preconditions.js';
import { badRequest, type Fault, Problem } from '../../http/problem.js';
import { serviceRow } from '../standing.query.js';
import { checkVolumes } from './check-volumes.js';
import { type PeriodVolumes, serviceVolumes, type ServiceVolumes, volumesOfPeriod } from './volumes.query.js';
import { saveVolumes } from './volumes-save.js';

export interface SavedVolumes {
  /** The first record of its period. */
  created: boolean;
  volumes: PeriodVolumes;
}

/** Case volumes as the agency states them; a later figure corrects, and what was said before stays. */
@Injectable()
export class VolumesService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * Saves the whole set of channels of a period; an empty set takes the figures back, the same set changes nothing.
   * @throws Problem 400 with every fault, 409 `volumes_overlap`, 428 and 412 where the period is known already
   */
  save(
    caller: Caller,
    serviceId: string,
    period: string,
    body: unknown,
    request: Conditional,
  ): Promise<SavedVolumes> {
    const intent = { actor: actorOf(caller), action: 'volumes.save' };
    return this.unitOfWork.run(intent, async (unit) => {
      const { agencyCode } = await serviceRow(unit, serviceId);
      await requireAgency(unit, caller, 'service.edit', agencyCode);
      const known = await serviceVolumes(unit, serviceId);
      const standing = known.items.find((item) => item.period === period);
      if (standing) requireIfMatch(request, [etagOfJson(standing), etagOfJson(known)]);
      else if (request.headers['if-match'] !== undefined) throw new Problem(412, 'precondition_failed');

      const span = periodSpan(period);
      const { channels, faults } = checkVolumes(body);
      if (channels.length === 0 && faults.length === 0 && !standing)
        faults.push({ in: 'body', pointer: '', code: 'empty' });
      faults.unshift(...periodFaults(span, unit.today));
      const overlapping = span && channels.length > 0 ? overlapFaults(known, period, span) : [];
      if (faults.length > 0) throw badRequest([...faults, ...overlapping]);
      if (overlapping.length > 0) throw new Problem(409, 'volumes_overlap', { faults: overlapping });

      if (standing && canonicalJson(standing.channels) === canonicalJson(channels))
        return { created: false, volumes: standing };
      const before = standing?.channels ?? [];
      await saveVolumes(unit, [{ serviceId, period, lastNo: standing?.revision ?? 0, before, channels }]);
      return { created: !standing, volumes: await volumesOfPeriod(unit, serviceId, period) };
    });
  }
}

const fault = (code: Fault['code'], params?: Fault['params']): Fault => ({
  in: 'path',
  pointer: '/period',
  code,
  ...(params ? { params } : {}),
});

/** A period that runs may have figures so far; one that has not begun can have none. */
function periodFaults(span: PeriodSpan | null, today: string): Fault[] {
  if (span === null) return [fault('not_a_volume_period')];
  return span.from > today ? [fault('period_not_begun', { from: span.from })] : [];
}

function overlapFaults({ items }: ServiceVolumes, period: string, span: PeriodSpan): Fault[] {
  return items
    .filter((other) => other.period !== period && !other.withdrawn && overlaps(other, span))
    .map((other) => fault('period_overlaps', { other: other.period }));
}
