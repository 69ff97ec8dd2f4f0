import { Injectable } from '@nestjs/common';
import { requireAgency } from '../accounts/agency-scope.js';
import { actorOf, type Caller } from '../accounts/caller.js';
import { UnitOfWork } from '../database/unit-of-work.js';
import { badRequest } from '../http/problem.js';
import { assessmentOf, type ServiceAssessment } from './assessment.query.js';
import { checkFacts } from './check-facts.js';
import { saveFacts } from './facts-save.js';
import { supportingEvidence } from './facts.query.js';
import type { SaveFacts } from './public-services.dto.js';
import { type Conditional, requireCurrent } from './require-current.js';
import { refuseEnded, serviceRow } from './standing.query.js';

/** What is shown and possible online for a service, as its agency states it. */
@Injectable()
export class FactsService {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** @returns what the facts support then */
  save(caller: Caller, id: string, input: SaveFacts, request: Conditional): Promise<ServiceAssessment> {
    return this.unitOfWork.run({ actor: actorOf(caller), action: 'facts.save' }, async (unit) => {
      const service = await serviceRow(unit, id);
      await requireAgency(unit, caller, 'service.edit', service.agencyCode);
      await requireCurrent(unit, id, request);
      refuseEnded(service, unit.today);
      const { facts, faults } = checkFacts(input.facts, await supportingEvidence(unit, id));
      if (faults.length > 0) throw badRequest(faults);
      await saveFacts(unit, service, facts);
      return assessmentOf(unit, id, unit.today);
    });
  }
}
