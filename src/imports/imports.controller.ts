import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Caller, CurrentCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { BARE_FILES } from '../http/bare-files.js';
import { decodeCursor, encodeCursor } from '../http/cursor.js';
import { Describe } from '../http/describe.js';
import { languageOf } from '../http/language.js';
import { errorFile } from './error-file.js';
import { CommitImport, DiffOfImport, ImportChoices, ImportPath, ListImports } from './imports.dto.js';
import {
  BARE_FILE,
  IMPORT_DIFF,
  IMPORT_FORM,
  IMPORT_RUN,
  IMPORT_RUNS,
  LISTED_MEMBERS,
} from './imports.schema.js';
import { diffPage, type DiffKind, issuesIn } from './runs/diff-page.js';
import { ImportFiles } from './runs/import-files.js';
import { listRuns } from './runs/import-run.query.js';
import { senderOf } from './runs/import-sender.js';
import { Imports, type RunAndProgress } from './runs/imports.service.js';
import { runDocument } from './runs/run-document.js';
import { requireKnownAgency } from './known-agency.query.js';
import { takeUpload } from './take-upload.js';

const DIFF_SHOWN = 500;
const PAGE_SIZE = 50;
const RUNS = 'imports';

/** Files of services or case volumes: read, looked at by a person, and then written as a whole or not at all. */
@Controller('api/v1/imports')
@Access('import.run')
export class ImportsController {
  constructor(
    private readonly imports: Imports,
    private readonly files: ImportFiles,
    private readonly reader: Reader,
  ) {}

  @Post()
  @Describe({
    summary:
      'Send a file of services or case volumes (CSV, XLSX or JSON Lines) and see what it would change; nothing is written yet',
    tag: 'imports',
    body: {
      'multipart/form-data': IMPORT_FORM,
      ...Object.fromEntries(BARE_FILES['/api/v1/imports']!.map((type) => [type, BARE_FILE])),
    },
    answers: { 201: IMPORT_RUN },
    problems: [400, 413, 415, 422, 503],
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Query() inAddress: ImportChoices,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<object> {
    const sender = senderOf(caller);
    const { file, choices } = await takeUpload(request, inAddress, this.files);
    try {
      await requireKnownAgency(this.reader, choices.agency);
    } catch (error) {
      await this.files.forget(file);
      throw error;
    }
    const started = await this.imports.start(sender, file, {
      encoding: choices.encoding,
      delimiter: choices.delimiter,
      effectiveFrom: choices.effectiveFrom ?? choices.asOf,
      agency: choices.agency,
    });
    void reply.header('location', `/api/v1/imports/${started.run.id}`);
    return this.whole(started, languages);
  }

  @Get()
  @Describe({
    summary: 'The caller’s imports, the newest first; an administrator sees everybody’s',
    tag: 'imports',
    answers: { 200: IMPORT_RUNS },
  })
  async list(
    @CurrentCaller() caller: Caller,
    @Query() { limit = PAGE_SIZE, cursor }: ListImports,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<object> {
    const { above, actor } = senderOf(caller);
    const [day, no] = cursor === undefined ? [] : decodeCursor(RUNS, cursor);
    const before = day === undefined ? null : { day: String(day), no: Number(no) };
    const found = await listRuns(this.reader, above === null ? null : actor.name, before, limit + 1);
    const runs = found.slice(0, limit);
    const last = found.length > limit ? runs.at(-1)! : undefined;
    const items = runs.map((run) => {
      const document = runDocument({ run, progress: this.imports.progressOf(run.id) }, languageOf(languages));
      return Object.fromEntries(LISTED_MEMBERS.map((member) => [member, document[member]]));
    });
    return { items, next: last ? encodeCursor(RUNS, [last.day, last.no]) : null };
  }

  @Get(':id')
  @Describe({
    summary:
      'One import: how far it is, what it would change or has changed, and everything there is to tell of it',
    tag: 'imports',
    answers: { 200: IMPORT_RUN },
    problems: [404],
    examples: { id: '2026-11-24-1' },
  })
  async one(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<object> {
    return this.whole(await this.imports.read(senderOf(caller), id), languages);
  }

  @Get(':id/diff')
  @Describe({
    summary: 'What each row changes, page by page',
    tag: 'imports',
    answers: { 200: IMPORT_DIFF },
    problems: [404, 409],
    examples: { id: '2026-11-24-1' },
  })
  async diff(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Query() { limit = PAGE_SIZE, cursor, kind }: DiffOfImport,
  ): Promise<object> {
    await this.imports.readWithFiles(senderOf(caller), id);
    const [from] = cursor === undefined ? [0] : decodeCursor(diffList(id, kind), cursor);
    const { items, next } = await diffPage(this.files.diff(id), Number(from), limit, kind);
    return { items, next: next === null ? null : encodeCursor(diffList(id, kind), [next]) };
  }

  @Get(':id/errors.csv')
  @Describe({
    summary: 'The errors and warnings of a file as CSV, to mend the file by',
    tag: 'imports',
    answers: { 200: { mediaType: 'text/csv' } },
    problems: [404, 409],
    examples: { id: '2026-11-24-1' },
  })
  async errors(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<string> {
    await this.imports.readWithFiles(senderOf(caller), id);
    void reply.headers({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="import-${id}-errors.csv"`,
    });
    return errorFile(await issuesIn(this.files.issues(id)), languageOf(languages));
  }

  @Post(':id/commit')
  @HttpCode(200)
  @Describe({
    summary:
      'Write what the dry run showed, all of it or nothing; the same import again has no second effect',
    more: 'The answer comes when all of it is written. Warnings that need a person’s word are confirmed by their codes.',
    tag: 'imports',
    answers: { 200: IMPORT_RUN },
    problems: [404, 409, 422],
    examples: { id: '2026-11-24-1' },
  })
  async commit(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Body() { confirm = [] }: CommitImport,
    @Headers('accept-language') languages: string | undefined,
  ): Promise<object> {
    return this.whole(await this.imports.commit(senderOf(caller), id, confirm), languages);
  }

  private async whole(found: RunAndProgress, languages: string | undefined): Promise<object> {
    const { id, report, state } = found.run;
    const hasDiff = report !== null && state !== 'expired';
    const page = hasDiff
      ? await diffPage(this.files.diff(id), 0, DIFF_SHOWN, undefined)
      : { items: [], next: null };
    return {
      ...runDocument(found, languageOf(languages)),
      diff: page.items,
      diffNext: page.next === null ? null : encodeCursor(diffList(id, undefined), [page.next]),
    };
  }
}

const diffList = (id: string, kind: DiffKind | undefined): string => `${RUNS}/${id}/${kind ?? ''}`;
