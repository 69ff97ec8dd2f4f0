import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { reachOf } from '../../accounts/access-rules.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { type Queries, Reader } from '../../database/reader.js';
import { civilToday } from '../../domain/dates/civil-date.js';
import { planHeads } from '../../plans/plan.query.js';
import { findings, VIOLATION } from '../../reports/findings.query.js';
import { troubledLinks } from '../../link-checks/troubled-links.query.js';
import { levelSchemes } from '../../schemes/level-schemes.query.js';
import { Views } from '../views.service.js';
import { heldBackCounts } from './desk-services.query.js';
import { inspectionWork } from './inspector/inspection-work.query.js';
import { agenciesByName, reachedAgencies } from './my-agencies.query.js';
import { dueLines, openDrafts, waitingChanges } from './worklist.query.js';

const FOUND_AT_MOST = 10;
const LINKS_AT_MOST = 20;

/** What waits for the caller. */
@Controller('desk')
@Access('account.readOwn')
export class DeskController {
  constructor(
    private readonly reader: Reader,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async worklist(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const work = await this.reader.snapshot((queries) => this.workOf(queries, caller));
    return this.views.page(request, reply, 'desk/worklist', {
      title: this.views.text(request, 'desk:title'),
      desk: '/desk',
      today: civilToday(this.clock()),
      ...work,
    });
  }

  private async workOf(queries: Queries, caller: Caller): Promise<Record<string, unknown>> {
    const edits = reachOf('service.edit', caller.role) !== undefined;
    const reviews = reachOf('procedure.review', caller.role) !== undefined;
    const publishes = reachOf('procedure.publish', caller.role) !== undefined;
    const plans = reachOf('plan.manage', caller.role) !== undefined;
    const agencies = await reachedAgencies(queries, caller, 'service.edit');
    return {
      can: { edits, reviews, publishes, plans },
      plans: plans ? await planHeads(queries) : undefined,
      openDrafts: edits ? await openDrafts(queries, agencies, ['returned', 'draft']) : [],
      waiting: reviews ? await openDrafts(queries, undefined, ['submitted']) : [],
      approved: publishes ? await openDrafts(queries, undefined, ['approved']) : [],
      ...(await inspectionWork(queries, caller)),
      ...(edits && caller.agencyCode !== null && agencies
        ? await this.ofAgency(queries, caller.agencyCode, agencies)
        : {}),
    };
  }

  private async ofAgency(
    queries: Queries,
    agency: string,
    agencies: readonly string[],
  ): Promise<Record<string, unknown>> {
    const { own } = await levelSchemes(queries);
    const ids = own.criteria.map(({ id }) => id);
    const held = await heldBackCounts(queries, agencies, ids);
    const found = await findings(queries, VIOLATION, { agency, scope: 'subtree' }, FOUND_AT_MOST, undefined);
    const [name] = await agenciesByName(queries, [agency], agency);
    return {
      agency: name,
      held,
      criteria: Object.fromEntries(own.criteria.map((criterion) => [criterion.id, criterion])),
      violations: found,
      changes: await waitingChanges(queries, agencies),
      links: await troubledLinks(queries, { agencies }, LINKS_AT_MOST),
      lines: await dueLines(queries, agencies, civilToday(this.clock())),
    };
  }
}
