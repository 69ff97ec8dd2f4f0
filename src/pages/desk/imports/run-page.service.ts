import { Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Caller, CallerRequest } from '../../../accounts/caller.js';
import { Reader } from '../../../database/reader.js';
import type { Language } from '../../../http/language.js';
import { wording } from '../../../http/wording.js';
import { DELIMITERS } from '../../../imports/reading/raw-table.js';
import { ImportFiles } from '../../../imports/runs/import-files.js';
import type { RunOptions, RunReport } from '../../../imports/runs/import-run.js';
import { ImportWork } from '../../../imports/runs/import-work.js';
import { KEPT_DAYS, type RunAndProgress } from '../../../imports/runs/imports.service.js';
import { languageOfPage } from '../../language.js';
import { Views } from '../../views.service.js';
import { reachedAgenciesByName } from '../my-agencies.query.js';
import type { PageFault } from '../page-faults.js';
import { changesPage, type LineKind } from './changes-page.js';
import { COLUMN_ENCODING_CHOICES, DELIMITER_CHOICES, ENCODING_CHOICES } from './reading-choices.js';
import { columnTitle, guessesOf, shownIssue } from './run-on-desk.query.js';

const SHOWN_AT_FIRST = 10;

/** How a file is to be read, as typed. */
export interface TypedChoices {
  /** Of the whole file. */
  encoding: string;
  delimiter: string;
  effectiveFrom: string;
  agency: string;
  columnEncodings: RunOptions['columnEncodings'];
}

/** What came of a form of the page. */
interface Sent {
  faults?: PageFault[];
  /** Codes of the guesses that were ticked. */
  confirmed?: string[];
  typed?: TypedChoices;
}

/** The page of one file, which every form on it comes back to where it is refused. */
@Injectable()
export class RunPage {
  constructor(
    private readonly work: ImportWork,
    private readonly files: ImportFiles,
    private readonly reader: Reader,
    private readonly views: Views,
  ) {}

  async show(
    caller: Caller,
    { run, progress }: RunAndProgress,
    request: CallerRequest,
    reply: FastifyReply,
    { faults = [], confirmed = [], typed }: Sent = {},
  ): Promise<string> {
    const language = languageOfPage(request.raw);
    const isRunning = progress !== null || run.state === 'running';
    const refusal = isRunning ? undefined : this.work.refusalOf(run.id);
    const told = [run.problem, refusal && { code: refusal.code, params: refusal.details.params ?? {} }]
      .filter((problem) => !!problem)
      .map(({ code, params }) => wording(code, language, params));
    const report = run.state === 'expired' || isRunning ? null : run.report;
    const isOpen = report !== null && run.state === 'dry_run';
    return this.views.page(request, reply, 'desk/import', {
      title: run.fileName,
      desk: '/desk/imports',
      run,
      progress,
      isRunning,
      told,
      keptDays: KEPT_DAYS,
      report,
      ...(report && (await this.partsOf(run.id, report, language))),
      isOpen,
      mayCommit: isOpen && report.errorCount === 0 && report.create + report.update > 0,
      typed: typed ?? typedOf(run.options),
      confirmed,
      faults,
      encodings: ENCODING_CHOICES,
      columnEncodings: COLUMN_ENCODING_CHOICES,
      delimiters: DELIMITER_CHOICES,
      agencies: isOpen ? await this.agencies(caller) : [],
    });
  }

  private async partsOf(id: string, report: RunReport, language: Language) {
    const changes = (kind: LineKind) =>
      changesPage(this.reader, this.files.diff(id), { id, kind, language }, SHOWN_AT_FIRST, undefined);
    const notes = report.warnings.filter(({ needsConfirmation }) => !needsConfirmation);
    const first = (issues: RunReport['errors']) =>
      issues.slice(0, SHOWN_AT_FIRST).map((issue) => shownIssue(issue, language));
    return {
      updates: await changes('update'),
      creates: await changes('create'),
      errors: first(report.errors),
      notes: first(notes),
      guesses: guessesOf(report, language),
      columns: report.columns
        .map((column, at) => ({ ...column, at, title: column.field && columnTitle(column.field, language) }))
        .filter(({ header }) => header !== ''),
      delimiter: Object.entries(DELIMITERS).find(([, value]) => value === report.delimiter)?.[0],
    };
  }

  private agencies(caller: Caller) {
    return this.reader.snapshot((queries) => reachedAgenciesByName(queries, caller, 'import.run'));
  }
}

function typedOf({ encoding, delimiter, effectiveFrom, agency, columnEncodings }: RunOptions): TypedChoices {
  return {
    encoding: encoding ?? '',
    delimiter: delimiter ?? '',
    effectiveFrom,
    agency: agency ?? '',
    columnEncodings,
  };
}
