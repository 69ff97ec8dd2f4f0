import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import { SHEET_COLUMNS } from '../../../exports/sheet-template.js';
import { decodeCursor, encodeCursor } from '../../../http/cursor.js';
import { Problem } from '../../../http/problem.js';
import { requireKnownAgency } from '../../../imports/known-agency.query.js';
import { FILE_LIMIT, ROW_LIMIT } from '../../../imports/reading/raw-table.js';
import { ImportFiles } from '../../../imports/runs/import-files.js';
import { listRuns } from '../../../imports/runs/import-run.query.js';
import { senderOf } from '../../../imports/runs/import-sender.js';
import { ImportWork } from '../../../imports/runs/import-work.js';
import { Imports, KEPT_DAYS } from '../../../imports/runs/imports.service.js';
import { takeUpload } from '../../../imports/take-upload.js';
import { goTo } from '../../go-to.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { agenciesByName, reachedAgencies } from '../my-agencies.query.js';
import { type PageFault, pageFaults } from '../page-faults.js';
import { requireOwnForm } from '../sent-form.js';
import { DELIMITER_CHOICES, ENCODING_CHOICES } from './reading-choices.js';

const RUNS_A_PAGE = 20;
const RUNS = 'desk/imports';
const MEGABYTE = 1024 * 1024;

/** What may be chosen with a file, as typed. */
interface Typed {
  encoding?: string;
  delimiter?: string;
  effectiveFrom?: string;
  agency?: string;
}

/** Sends files of services, and finds those that were sent. */
@Controller('desk/imports')
@Access('import.run')
export class ImportPagesController {
  constructor(
    private readonly imports: Imports,
    private readonly work: ImportWork,
    private readonly files: ImportFiles,
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  @Get()
  form(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.page(caller, request, reply, {}, []);
  }

  @Post()
  async send(
    @CurrentCaller() caller: Caller,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    if (!request.isMultipart())
      throw new Problem(415, 'media_type', { params: { expected: 'multipart/form-data' } });
    const sender = senderOf(caller);
    let typed: Typed = {};
    try {
      const { file, choices } = await takeUpload(request, {}, this.files, ({ csrf = '', ...fields }) => {
        requireOwnForm(request, csrf);
        return (typed = fields) as Record<string, string>;
      });
      try {
        await requireKnownAgency(this.reader, choices.agency);
      } catch (error) {
        await this.files.forget(file);
        throw error;
      }
      return goTo(request, reply, `/desk/imports/${await this.work.start(sender, file, choices)}`);
    } catch (error) {
      if (!(error instanceof Problem) || ![400, 413, 422].includes(error.status)) throw error;
      void reply.status(error.status);
      const faults =
        error.code === 'too_large'
          ? [{ field: 'file', text: this.views.text(request, 'deskImports:tooLarge', limits()) }]
          : pageFaults(this.views, request, error, (pointer) => {
              const field = pointer.slice(1);
              return { field, title: this.views.text(request, `deskImports:choice_${field}`) };
            });
      return this.page(caller, request, reply, typed, faults);
    }
  }

  private async page(
    caller: Caller,
    request: CallerRequest,
    reply: FastifyReply,
    typed: Typed,
    faults: PageFault[],
  ): Promise<string> {
    const { above, actor } = senderOf(caller);
    const cursor = new URLSearchParams(request.url.split('?')[1]).get('cursor');
    const [day, no] = cursor === null ? [] : decodeCursor(RUNS, cursor);
    const before = day === undefined ? null : { day: String(day), no: Number(no) };
    const found = await this.reader.snapshot(async (queries) => {
      const reached = await reachedAgencies(queries, caller, 'import.run');
      return {
        runs: await listRuns(queries, above === null ? null : actor.name, before, RUNS_A_PAGE + 1),
        agencies: await agenciesByName(queries, reached, caller.agencyCode),
      };
    });
    const runs = found.runs.slice(0, RUNS_A_PAGE);
    const last = found.runs.length > RUNS_A_PAGE ? runs.at(-1) : undefined;
    const language = languageOfPage(request.raw);
    return this.views.page(request, reply, 'desk/imports', {
      title: this.views.text(request, 'deskImports:title'),
      desk: '/desk/imports',
      typed,
      faults,
      agencies: found.agencies,
      encodings: ENCODING_CHOICES,
      delimiters: DELIMITER_CHOICES,
      columns: SHEET_COLUMNS.map(({ title }) => title[language]),
      limits: limits(),
      runs: runs.map((run) => ({ ...run, isRunning: this.imports.progressOf(run.id) !== null })),
      showsSender: above === null,
      isFirst: cursor === null,
      next: last ? `?cursor=${encodeCursor(RUNS, [last.day, last.no])}` : null,
    });
  }
}

function limits() {
  return { megabytes: FILE_LIMIT / MEGABYTE, rows: ROW_LIMIT, days: KEPT_DAYS };
}
