import { stateOf } from '../http/pages.js';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../accounts/access.guard.js';
import { type Caller, CurrentCaller, PossibleCaller } from '../accounts/caller.js';
import { Reader } from '../database/reader.js';
import { Describe } from '../http/describe.js';
import { nextLink } from '../http/next-link.js';
import { notFound } from '../http/problem.js';
import { PublicUrl } from '../http/public-url.js';
import { ListProceduresQuery, ProcedurePath, VersionPath } from './procedure.dto.js';
import {
  type DraftView,
  type ProcedureView,
  versionSummary,
  type VersionSummary,
  versionView,
  type VersionView,
} from './procedure.presenter.js';
import { type ProcedurePage, procedurePage } from './procedure-list.query.js';
import { visibleDraft, visibleProcedure, viewOf } from './procedure.query.js';
import { isPublic } from './procedure-records.query.js';
import { DRAFT, PROCEDURE, PROCEDURE_PAGE, VERSION, VERSION_PAGE } from './procedure.schema.js';

const PAGE_SIZE = 50;
const TAG = 'procedures';
const EXAMPLE = { code: '1.000688' };

/** Procedures and their published versions; drafts for those who may read them. */
@Controller('api/v1/procedures')
@Access('catalogue.read')
export class ProceduresController {
  constructor(
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
  ) {}

  @Get()
  @Describe({
    summary: 'Procedures, filtered, searched, sorted and paged, and the procedures behind a number',
    tag: TAG,
    answers: { 200: PROCEDURE_PAGE },
    problems: [404],
  })
  async list(
    @Query() query: ListProceduresQuery,
    @PossibleCaller() caller: Caller | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProcedurePage> {
    const { sort, limit = PAGE_SIZE, cursor, ...filter } = query;
    const page = await this.reader.snapshot((queries) =>
      procedurePage(queries, filter, { sort, limit, cursor }, caller),
    );
    if (page.next !== null)
      void reply.header('link', nextLink(this.publicUrl, 'procedures', query, page.next));
    return page;
  }

  @Get(':code')
  @Describe({
    summary: 'One procedure: its content in force, what is missing of it, and its versions',
    tag: TAG,
    answers: { 200: PROCEDURE },
    examples: EXAMPLE,
  })
  one(
    @Param() { code }: ProcedurePath,
    @PossibleCaller() caller: Caller | undefined,
  ): Promise<ProcedureView> {
    return this.reader.snapshot(async (queries) =>
      viewOf(queries, await visibleProcedure(queries, code, caller)),
    );
  }

  @Get(':code/versions')
  @Describe({
    summary: 'Everything that was made public of a procedure, in order',
    tag: TAG,
    answers: { 200: VERSION_PAGE },
    examples: EXAMPLE,
  })
  async versions(
    @Param() { code }: ProcedurePath,
    @PossibleCaller() caller: Caller | undefined,
  ): Promise<Omit<ProcedurePage, 'items'> & { items: VersionSummary[] }> {
    return this.reader.snapshot(async (queries) => {
      const { versions } = await visibleProcedure(queries, code, caller);
      const items = versions.filter(isPublic).map(versionSummary);
      return { items, next: null, total: items.length, ...(await stateOf(queries)) };
    });
  }

  @Get(':code/versions/:no')
  @Describe({
    summary: 'One published version of a procedure, as it was made public',
    tag: TAG,
    answers: { 200: VERSION },
    examples: { ...EXAMPLE, no: '1' },
  })
  async version(
    @Param() { code, no }: VersionPath,
    @PossibleCaller() caller: Caller | undefined,
  ): Promise<VersionView> {
    const { versions } = await this.reader.snapshot((queries) => visibleProcedure(queries, code, caller));
    const version = versions.find((candidate) => candidate.no === no && isPublic(candidate));
    if (!version) throw notFound();
    return versionView(version);
  }

  @Get(':code/draft')
  @Access('procedure.readDraft')
  @Describe({
    summary: 'The open draft of a procedure, with everything that still keeps it from being published',
    tag: TAG,
    answers: { 200: DRAFT },
    examples: EXAMPLE,
  })
  draft(@Param() { code }: ProcedurePath, @CurrentCaller() caller: Caller): Promise<DraftView> {
    return this.reader.snapshot((queries) => visibleDraft(queries, code, caller));
  }
}
