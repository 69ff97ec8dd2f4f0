import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import {
  SERVICE_SHEET,
  type SheetTemplate,
  templateCsv,
  templateXlsx,
  VOLUME_SHEET,
} from '../../../exports/sheet-template.js';
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
  servicesCsv(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return csvOf(SERVICE_SHEET, request, reply);
  }

  @Get('template.xlsx')
  servicesXlsx(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return xlsxOf(SERVICE_SHEET, request, reply);
  }

  @Get('volumes-template.csv')
  volumesCsv(@Req() request: CallerRequest, @Res({ passthrough: true }) reply: FastifyReply): string {
    return csvOf(VOLUME_SHEET, request, reply);
  }

  @Get('volumes-template.xlsx')
  volumesXlsx(
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    return xlsxOf(VOLUME_SHEET, request, reply);
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

function csvOf(sheet: SheetTemplate, request: CallerRequest, reply: FastifyReply): string {
  named(reply, `${sheet.name}.csv`, CSV);
  return templateCsv(sheet, languageOfPage(request.raw));
}

function xlsxOf(sheet: SheetTemplate, request: CallerRequest, reply: FastifyReply): Promise<Buffer> {
  named(reply, `${sheet.name}.xlsx`, XLSX);
  return templateXlsx(sheet, languageOfPage(request.raw));
}

function named(reply: FastifyReply, name: string, type: string): void {
  void reply.headers({
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'cache-control': 'no-store',
  });
}
