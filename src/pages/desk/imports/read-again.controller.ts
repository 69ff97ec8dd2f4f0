import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../../accounts/access.guard.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import type { FormValues } from '../../../http/form-body.js';
import { Problem } from '../../../http/problem.js';
import { isEncoding } from '../../../imports/encoding/encodings.js';
import { ImportChoices, ImportPath } from '../../../imports/imports.dto.js';
import { requireKnownAgency } from '../../../imports/known-agency.query.js';
import type { ImportColumn } from '../../../imports/reading/import-column.js';
import { ImportFiles } from '../../../imports/runs/import-files.js';
import type { RunOptions } from '../../../imports/runs/import-run.js';
import { senderOf } from '../../../imports/runs/import-sender.js';
import { ImportWork } from '../../../imports/runs/import-work.js';
import { Imports } from '../../../imports/runs/imports.service.js';
import { goTo } from '../../go-to.js';
import { Views } from '../../views.service.js';
import { checked } from '../checked-input.js';
import { pageFaults } from '../page-faults.js';
import { sentForm } from '../sent-form.js';
import { RunPage, type TypedChoices } from './run-page.service.js';

/** Reads a file once more, in other encodings or with another delimiter: a run of its own, beside the one before. */
@Controller('desk/imports/:id/read-again')
@Access('import.run')
export class ReadAgainController {
  constructor(
    private readonly imports: Imports,
    private readonly work: ImportWork,
    private readonly files: ImportFiles,
    private readonly reader: Reader,
    private readonly page: RunPage,
    private readonly views: Views,
  ) {}

  @Post()
  async readAgain(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ImportPath,
    @Req() request: CallerRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const form = sentForm(request);
    const sender = senderOf(caller);
    const run = await this.imports.readWithFiles(sender, id);
    const typed: TypedChoices = {
      encoding: form.text('encoding'),
      delimiter: form.text('delimiter'),
      effectiveFrom: form.text('effectiveFrom'),
      agency: form.text('agency'),
      columnEncodings: encodingsIn(form, run.report.columns),
    };
    try {
      const { columnEncodings, ...rest } = typed;
      const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== ''));
      const choices = await checked(ImportChoices, given);
      await requireKnownAgency(this.reader, choices.agency);
      const file = await this.files.again(run);
      const again = await this.work.start(sender, file, { ...choices, columnEncodings });
      return goTo(request, reply, `/desk/imports/${again}`);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 400) throw error;
      void reply.status(400);
      const faults = pageFaults(this.views, request, error, (pointer) => {
        const field = pointer.slice(1);
        return { field, title: this.views.text(request, `deskImports:choice_${field}`) };
      });
      return this.page.show(caller, { run, progress: null }, request, reply, { faults, typed });
    }
  }
}

/** What was chosen for single columns; where nothing was, the column is judged. */
function encodingsIn(form: FormValues, columns: readonly ImportColumn[]): RunOptions['columnEncodings'] {
  return columns.flatMap(({ header }, at) => {
    const encoding = form.text(`encoding.${at}`);
    return isEncoding(encoding) ? [{ header, encoding }] : [];
  });
}
