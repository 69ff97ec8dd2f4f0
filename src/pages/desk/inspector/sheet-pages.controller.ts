import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { CLOCK, type Clock } from '../../../database/database.module.js';
import { Reader } from '../../../database/reader.js';
import { civilToday } from '../../../domain/dates/civil-date.js';
import type { FormValues } from '../../../http/form-body.js';
import { Problem } from '../../../http/problem.js';
import { wording } from '../../../http/wording.js';
import { RecordOutcomes, RecordPath } from '../../../inspections/inspections.dto.js';
import { Inspections } from '../../../inspections/inspections.service.js';
import { EvidenceService } from '../../../public-services/evidence/evidence.service.js';
import { goTo } from '../../go-to.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { checked } from '../checked-input.js';
import { type PageFault, pageFaults } from '../page-faults.js';
import { SentForm } from '../sent-form.js';
import { sheetGroups } from './sheet-form.js';
import { type SheetOnDesk, sheetOnDesk } from './sheet.query.js';
import { differing, statedOutcome, typedIn, typedOf, type TypedOutcomes } from './typed-outcomes.js';

const REFUSALS = [400, 403, 409, 412, 428];

interface Shown {
  typed: TypedOutcomes;
  method: string;
  done?: string;
  faults?: PageFault[];
  /** Criteria of which somebody else has saved something else. */
  conflict?: string[];
}

/** The inspector's sheet: what the agency states beside what the inspector finds. */
@Controller('desk/inspections/:id')
export class SheetPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly inspections: Inspections,
    private readonly evidence: EvidenceService,
    private readonly views: Views,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Access('inspection.read')
  async sheet(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @Query('done') done: string | undefined,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const sheet = await this.read(caller, id);
    const { view } = sheet;
    const wasDone = ['saved', 'captured', 'attached', 'closed'].find((one) => one === done);
    return this.page(request, reply, sheet, {
      typed: typedOf(view.criteria),
      method: view.method,
      done: wasDone === undefined ? '' : this.views.text(request, `deskSheet:done_${wasDone}`),
    });
  }

  /** Saves what is there, finished or not; and captures an address, or goes on, where that button was pressed. */
  @Post()
  @Access('inspection.conduct')
  async save(
    @CurrentCaller() caller: Caller,
    @Param() { id }: RecordPath,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const before = await this.read(caller, id);
    const saved = typedOf(before.view.criteria);
    const typed = typedIn(form, before.view.criteria);
    for (const criterion of form.all('theirs')) {
      if (saved[criterion]) typed[criterion] = saved[criterion];
    }
    const method = form.text('method') || before.view.method;
    let changed: string[] = [];
    try {
      const captured = await this.capture(caller, before, form.text('capture'), typed);
      changed = differing(typed, saved);
      if (changed.length > 0 || method !== before.view.method) {
        const outcomes = changed.map((criterion) => statedOutcome(criterion, typed[criterion]!));
        const input = await checked(RecordOutcomes, { outcomes, method });
        const headers = { 'if-match': form.raw('version') };
        await this.inspections.record(caller, id, input, { headers });
      }
      return goTo(request, reply, nextOf(id, form, captured));
    } catch (error) {
      if (!(error instanceof Problem) || !REFUSALS.includes(error.status)) throw error;
      const sheet = await this.read(caller, id);
      const isStale = error.status === 412 || error.status === 428;
      void reply.status(isStale ? 412 : error.status);
      if (isStale)
        return this.page(request, reply, sheet, {
          typed,
          method,
          conflict: differing(typed, typedOf(sheet.view.criteria)),
        });
      const faults = pageFaults(this.views, request, error, (pointer) =>
        this.placeOf(request, sheet, changed, pointer),
      );
      return this.page(request, reply, sheet, { typed, method, faults });
    }
  }

  /**
   * Captures an address that the agency states, and names the capture as evidence of the outcome.
   * @param wanted criterion and place of the address
   * @returns id of the criterion
   */
  private async capture(
    caller: Caller,
    { view, isOpen }: SheetOnDesk,
    wanted: string,
    typed: TypedOutcomes,
  ): Promise<string | undefined> {
    const [id, place] = wanted.split('/');
    const criterion = view.criteria.find((one) => one.id === id);
    if (!criterion || !isOpen) return undefined;
    const url = view.facts.facts[criterion.fact]?.urls?.[Number(place)];
    if (url === undefined) return undefined;
    const page = await this.evidence.addPage(caller, view.serviceId, { url, fact: criterion.fact });
    typed[criterion.id]!.evidence.push(page.id);
    return criterion.id;
  }

  private page(request: CallerRequest, reply: FastifyReply, sheet: SheetOnDesk, shown: Shown): string {
    const language = languageOfPage(request.raw);
    const { view, refused } = sheet;
    const faults = shown.faults ?? [];
    const titles = Object.fromEntries(view.criteria.map(({ id, title }) => [id, title[language]]));
    const saved = typedOf(view.criteria);
    return this.views.page(request, reply, 'desk/inspector/sheet', {
      title: view.procedureName,
      desk: '/desk/inspections',
      hasDemonstration: sheet.name.demonstration,
      data: { json: `/api/v1/inspections/${view.id}` },
      ...sheet,
      refused: refused && wording(refused.code, language, refused.details.params),
      groups: sheetGroups(sheet, shown.typed, faults),
      titles,
      checkedCount: view.criteria.filter(({ inspected }) => isChecked(inspected)).length,
      nextLevel: Math.min((view.outcomeLevel ?? 0) + 1, 3),
      changed: view.changedKeys.map((key) => view.criteria.find(({ fact }) => fact === key)?.id ?? null),
      differences: shown.conflict?.map((id) => ({ id, mine: shown.typed[id], theirs: saved[id] })),
      done: shown.done,
      method: shown.method,
      faults,
    });
  }

  /** `/outcomes/2/reason` is of the third criterion that was sent. */
  private placeOf(request: CallerRequest, { view }: SheetOnDesk, sent: readonly string[], pointer: string) {
    const [, list, place, member = 'outcome'] = pointer.split('/');
    const criterion = list === 'outcomes' ? view.criteria.find(({ id }) => id === sent[Number(place)]) : null;
    if (!criterion) return { field: 'method', title: this.views.text(request, 'deskSheet:method') };
    const title = criterion.title[languageOfPage(request.raw)];
    return { field: `${criterion.id}-${member}`, title };
  }

  private read(caller: Caller, id: string): Promise<SheetOnDesk> {
    const today = civilToday(this.clock());
    return this.reader.snapshot((queries) => sheetOnDesk(queries, caller, id, today));
  }
}

function isChecked(inspected: { outcome: string } | null): boolean {
  return inspected !== null && inspected.outcome !== 'not_checked';
}

/** Where the pressed button leads. */
function nextOf(id: string, form: FormValues, captured: string | undefined): string {
  const sheet = `/desk/inspections/${id}`;
  if (captured !== undefined) return `${sheet}?done=captured#${captured}-outcome`;
  if (form.has('close')) return `${sheet}/close`;
  const attach = form.text('attach');
  return attach === '' ? `${sheet}?done=saved` : `${sheet}/attach?criterion=${encodeURIComponent(attach)}`;
}
