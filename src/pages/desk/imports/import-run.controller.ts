import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import { OneOf, Optional, Text, WholeNumber } from '../../../http/input.js';
import { Problem } from '../../../http/problem.js';
import { noteProblem } from '../../../http/request-log.js';
import { wording } from '../../../http/wording.js';
import { ImportPath } from '../../../imports/imports.dto.js';
import { issuesIn } from '../../../imports/runs/diff-page.js';
import { ImportFiles } from '../../../imports/runs/import-files.js';
import { senderOf } from '../../../imports/runs/import-sender.js';
import { ImportWork } from '../../../imports/runs/import-work.js';
import { Imports } from '../../../imports/runs/imports.service.js';
import { languageOfPage } from '../../language.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import type { PageFault } from '../page-faults.js';
import { sentForm } from '../sent-form.js';
import { changesPage, type LineKind } from './changes-page.js';
import { shownIssue } from './run-on-desk.query.js';
import { RunPage } from './run-page.service.js';

const A_PAGE = 50;
const LAST_PAGE = 10_000;

class ChangesQuery {
  @OneOf(['create', 'update', 'unchanged']) kind: LineKind;
  @Optional() @Text({ max: 1000 }) cursor?: string;
}

class IssuesQuery {
  @OneOf(['error', 'warning']) kind: 'error' | 'warning';
  @Optional() @WholeNumber({ min: 1, max: LAST_PAGE }) page?: number;
}

/** One file: how far it is, what is wrong with it, what it would change; and writing just that. */
@Controller('desk/imports/:id')
@Access('import.run')
export class ImportRunController {
  constructor(
    private readonly imports: Imports,
    private readonly work: ImportWork,
    private readonly files: ImportFiles,
    private readonly reader: Reader,
    private readonly page: RunPage,
    private readonly views: Views,
  ) {}

  @Get()
  async one(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page.show(caller, await this.imports.read(senderOf(caller), id), request, reply);
  }

  @Post('commit')
  async commit(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const sender = senderOf(caller);
    const found = await this.imports.read(sender, id);
    const confirmed = form.all('confirm');
    const faults: PageFault[] = [];
    for (const code of found.run.report?.toConfirm ?? []) {
      if (confirmed.includes(code)) continue;
      const what = this.views.text(request, `deskImports:guess_${code}`);
      faults.push({
        field: `confirm-${code}`,
        text: this.views.text(request, 'deskImports:unconfirmed', { what }),
      });
    }
    if (!form.has('sure'))
      faults.push({ field: 'sure', text: this.views.text(request, 'deskImports:notSure') });
    if (faults.length > 0 && found.run.state === 'dry_run') {
      void reply.status(422);
      return this.page.show(caller, found, request, reply, { confirmed, faults });
    }
    try {
      await this.work.commit(sender, id, confirmed);
      return goTo(request, reply, `/desk/imports/${id}`);
    } catch (error) {
      if (!(error instanceof Problem) || ![409, 422].includes(error.status)) throw error;
      noteProblem(request, error);
      void reply.status(error.status);
      const text = wording(error.code, languageOfPage(request.raw), error.details.params);
      const now = await this.imports.read(sender, id);
      return this.page.show(caller, now, request, reply, { confirmed, faults: [{ field: 'commit', text }] });
    }
  }

  @Get('changes')
  async changes(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Query() { kind, cursor }: ChangesQuery,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const run = await this.imports.readWithFiles(senderOf(caller), id);
    const language = languageOfPage(request.raw);
    const ofKind = run.report.kind === 'volumes' ? '_volumes' : '';
    return this.views.page(request, reply, 'desk/import-changes', {
      title: this.views.text(request, `deskImports:all_${kind}${ofKind}`, { count: run.report[kind] }),
      desk: '/desk/imports',
      run,
      kind,
      changes: await changesPage(this.reader, this.files.diff(id), { id, kind, language }, A_PAGE, cursor),
      isFirst: cursor === undefined,
    });
  }

  @Get('issues')
  async issues(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Query() { kind, page = 1 }: IssuesQuery,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const run = await this.imports.readWithFiles(senderOf(caller), id);
    const all = (await issuesIn(this.files.issues(id))).filter((issue) => issue.kind === kind);
    const pages = Math.max(1, Math.ceil(all.length / A_PAGE));
    const shown = Math.min(page, pages);
    const language = languageOfPage(request.raw);
    return this.views.page(request, reply, 'desk/import-issues', {
      title: this.views.text(request, `deskImports:all_${kind}`, { count: run.report[`${kind}Count`] }),
      desk: '/desk/imports',
      run,
      kind,
      issues: all.slice((shown - 1) * A_PAGE, shown * A_PAGE).map((issue) => shownIssue(issue, language)),
      page: shown,
      pages,
    });
  }
}
