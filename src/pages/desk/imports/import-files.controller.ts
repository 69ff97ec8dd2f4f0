import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { templateCsv, templateXlsx } from '../../../exports/sheet-template.js';
import { errorFile } from '../../../imports/error-file.js';
import { ImportPath } from '../../../imports/imports.dto.js';
import { MendFile } from '../../../imports/mend-file.js';
import { issuesIn } from '../../../imports/runs/diff-page.js';
import { ImportFiles } from '../../../imports/runs/import-files.js';
import { senderOf } from '../../../imports/runs/import-sender.js';
import { Imports } from '../../../imports/runs/imports.service.js';
import { languageOfPage } from '../../language.js';

const CSV = 'text/csv; charset=utf-8';
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Files that pages of imports give away, in the language of the page. */
@Controller('desk/imports')
@Access('import.run')
export class ImportFilesController {
  constructor(
    private readonly imports: Imports,
    private readonly files: ImportFiles,
  ) {}

  @Get('template.csv')
  csv(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    named(reply, 'services.csv', CSV);
    return templateCsv(languageOfPage(request.raw));
  }

  @Get('template.xlsx')
  xlsx(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<Buffer> {
    named(reply, 'services.xlsx', XLSX);
    return templateXlsx(languageOfPage(request.raw));
  }

  @Get(':id/errors.csv')
  async errors(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.imports.readWithFiles(senderOf(caller), id);
    named(reply, `import-${id}-errors.csv`, CSV);
    return errorFile(await issuesIn(this.files.issues(id)), languageOfPage(request.raw));
  }

  @Get(':id/mend.csv')
  async mendCsv(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const file = await this.mendFile(caller, id, request);
    named(reply, `import-${id}-mend.csv`, CSV);
    return new StreamableFile(Readable.from(file.csv(), { objectMode: false }));
  }

  @Get(':id/mend.xlsx')
  async mendXlsx(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const file = await this.mendFile(caller, id, request);
    named(reply, `import-${id}-mend.xlsx`, XLSX);
    return new StreamableFile(file.xlsx());
  }

  private async mendFile(caller: Caller, id: string, request: CallerRequest): Promise<MendFile> {
    const { report } = await this.imports.readWithFiles(senderOf(caller), id);
    const issues = await issuesIn(this.files.issues(id));
    return new MendFile(this.files.rows(id), report.columns, issues, languageOfPage(request.raw));
  }
}

function named(reply: FastifyReply, name: string, type: string): void {
  void reply.headers({
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  });
}
