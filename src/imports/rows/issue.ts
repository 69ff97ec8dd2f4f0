import type { Text } from '../../domain/level-scheme/scheme.js';
import type { ImportField } from '../reading/import-fields.js';
import type { IssueCode } from './issue-texts.js';

export type IssueParams = Record<string, string | number | Text>;

/** One thing to tell about a row or a column. An error keeps the whole file from being committed. */
export interface Issue {
  kind: 'error' | 'warning';
  code: IssueCode;
  /** As the person's own program numbers it; null where a whole column or file is meant. */
  row: number | null;
  /** The header as the file has it. */
  column: string | null;
  /** The cell as read. */
  value: string | null;
  params: IssueParams;
  /** A guess, which a person has to confirm. */
  needsConfirmation: boolean;
}

const VALUE_SHOWN = 300;

/** Gathers what is to be told of one row. */
export class RowIssues {
  readonly list: Issue[] = [];

  /**
   * @param headers as the file has them
   * @param values the row's cells as read; it may still be filled
   */
  constructor(
    readonly row: number,
    private readonly headers: ReadonlyMap<ImportField, string>,
    private readonly values: Readonly<Partial<Record<ImportField, string>>>,
  ) {}

  get hasErrors(): boolean {
    return this.list.length > 0 && this.list.some((issue) => issue.kind === 'error');
  }

  error(field: ImportField | null, code: IssueCode, params: IssueParams = {}): void {
    this.add('error', field, code, params, false);
  }

  /** For people to read; nothing depends on it. */
  tell(field: ImportField | null, code: IssueCode, params: IssueParams = {}): void {
    this.add('warning', field, code, params, false);
  }

  /** A guess, to be confirmed before the file is committed. */
  guess(field: ImportField, code: IssueCode, params: IssueParams = {}): void {
    this.add('warning', field, code, params, true);
  }

  private add(
    kind: Issue['kind'],
    field: ImportField | null,
    code: IssueCode,
    params: IssueParams,
    needsConfirmation: boolean,
  ): void {
    const column = field === null ? null : (this.headers.get(field) ?? field);
    const value = field === null ? null : (this.values[field] ?? '').slice(0, VALUE_SHOWN);
    this.list.push({ kind, code, row: this.row, column, value, params, needsConfirmation });
  }
}
