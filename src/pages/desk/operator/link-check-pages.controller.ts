import { Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { reachOf } from '../../../accounts/access-rules.js';
import { actorOf, type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { badRequest } from '../../../http/problem.js';
import { whereAgencies } from '../../../inspections/visible-agencies.query.js';
import { LINK_CHECK_SETTINGS, type LinkCheckSettings } from '../../../link-checks/link-checker.service.js';
import { CheckLinksBody, LinkLogQuery, ListLinksQuery } from '../../../link-checks/link-checks.dto.js';
import { linkPage } from '../../../link-checks/link-list.query.js';
import { linkLogPage } from '../../../link-checks/link-log.query.js';
import { LinkRequests } from '../../../link-checks/link-requests.service.js';
import { CHECK_OUTCOMES, LINK_STATES } from '../../../link-checks/link.table.js';
import { Form } from '../../form.js';
import { goTo } from '../../go-to.js';
import { languageOfPage } from '../../language.js';
import { choices } from '../../public/choices.query.js';
import { Views } from '../../views.service.js';
import { checked } from '../checked-input.js';
import { SentForm } from '../sent-form.js';

const PAGE_SIZE = 30;
const PATH = '/desk/link-checks';
const COLUMN = 'p.agency_code';

/** The links that services publish, and the log of their checks. */
@Controller('desk/link-checks')
@Access('linkCheck.read')
export class LinkCheckPagesController {
  constructor(
    private readonly reader: Reader,
    private readonly requests: LinkRequests,
    private readonly views: Views,
    @Inject(LINK_CHECK_SETTINGS) private readonly settings: LinkCheckSettings,
  ) {}

  @Get()
  async links(
    @CurrentCaller() caller: Caller,
    @Query() sent: Record<string, unknown>,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { done, ...asked } = sent;
    const filter = await Form.of(ListLinksQuery, asked, languageOfPage(request.raw));
    const isScheduled = this.settings.intervalMs !== null;
    const page = await filter.ask(({ limit = PAGE_SIZE, cursor, agency, ...which }) =>
      this.reader.snapshot(async (queries) => {
        const within = await whereAgencies(queries, caller, 'linkCheck.read', agency, COLUMN);
        return linkPage(queries, within, which, isScheduled, limit, cursor);
      }),
    );
    void reply.status(filter.status);
    return this.views.page(request, reply, 'desk/operator/links', {
      title: this.views.text(request, 'deskLinks:title'),
      desk: PATH,
      data: { json: `/api/v1/link-checks/links?${filter.query()}` },
      done: done === undefined ? '' : this.views.text(request, 'deskLinks:requested'),
      filter,
      choices: await choices(this.reader),
      states: this.words(request, LINK_STATES, (state) => `deskLinks:state_${state}`),
      mayRun: reachOf('linkCheck.run', caller.role) !== undefined,
      isScheduled,
      page,
    });
  }

  @Get('log')
  async log(
    @CurrentCaller() caller: Caller,
    @Query() sent: object,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const filter = await Form.of(LinkLogQuery, sent, languageOfPage(request.raw));
    const page = await filter.ask(({ limit = PAGE_SIZE, cursor, agency, ...which }) => {
      if (which.from !== undefined && which.to !== undefined && which.to < which.from)
        throw badRequest([{ in: 'query', pointer: '/to', code: 'ends_before_start' }]);
      return this.reader.snapshot(async (queries) => {
        const within = await whereAgencies(queries, caller, 'linkCheck.read', agency, COLUMN);
        return linkLogPage(queries, within, which, limit, cursor);
      });
    });
    void reply.status(filter.status);
    return this.views.page(request, reply, 'desk/operator/link-log', {
      title: this.views.text(request, 'deskLinks:logTitle'),
      desk: PATH,
      data: { json: `/api/v1/link-checks?${filter.query()}` },
      filter,
      choices: await choices(this.reader),
      outcomes: this.words(request, CHECK_OUTCOMES, (outcome) => `deskLinks:outcome_${outcome}`),
      page,
    });
  }

  @Post()
  @Access('linkCheck.run')
  async check(
    @CurrentCaller() caller: Caller,
    @SentForm() form: FormValues,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { urls = [] } = await checked(CheckLinksBody, { urls: form.all('url') });
    await this.requests.ofAddresses(actorOf(caller), urls);
    const state = LINK_STATES.find((known) => known === form.raw('state'));
    return goTo(request, reply, `${PATH}?done=1${state === undefined ? '' : `&state=${state}`}`);
  }

  private words<Word extends string>(
    request: CallerRequest,
    words: readonly Word[],
    key: (word: Word) => string,
  ): { value: Word; text: string }[] {
    return words.map((value) => ({ value, text: this.views.text(request, key(value)) }));
  }
}
