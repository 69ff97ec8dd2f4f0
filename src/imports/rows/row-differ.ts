import { hash } from 'node:crypto';
import { ahead } from '../../database/ahead.js';
import type { Queries } from '../../database/reader.js';
import type { LevelScheme } from '../../domain/level-scheme/scheme.js';
import { type VersionRecord, versionRecords } from '../../publication/service-records.query.js';
import { SERVICE_FIELDS, type ServiceField } from '../reading/import-fields.js';
import type { ImportColumn } from '../reading/import-column.js';
import type { TakenRow } from '../reading/taken-row.js';
import { applyRows, type PlannedRow } from './apply-rows.js';
import type { Differ, DiffSlice } from './differ.js';
import type { RowIssues } from './issue.js';
import { differsFromDeclared, planRow } from './plan-row.js';
import { readRow, type StatedRow } from './read-row.js';
import { RowReader } from './row-cells.js';
import type { ReadingContext } from './service-named.js';
import {
  type PublishedLevels,
  publishedLevels,
  type StandingService,
  standingServices,
} from './standing-services.query.js';

type SliceSoFar = Pick<DiffSlice, 'issues' | 'refused' | 'repeated' | 'rowsDone'>;

interface ReadRow {
  stated: StatedRow;
  issues: RowIssues;
}

/** Rows that were read, with what their services are while it is still on its way. */
interface AskedSlice {
  slice: SliceSoFar;
  rows: ReadRow[];
  standing: Promise<Map<string, StandingService>>;
  published: Promise<Map<string, PublishedLevels>>;
}

/** Holds a list of services against the catalogue, slice by slice; each slice asks the database three or four times, however many rows. */
export class RowDiffer implements Differ {
  private readonly reader: RowReader<ServiceField>;
  private readonly versions = new Map<string, VersionRecord[]>();
  /** Where each service was spoken of first. */
  private readonly seen = new Map<string, { row: number; print: string }>();

  constructor(
    private readonly queries: Queries,
    columns: readonly ImportColumn[],
    private readonly context: ReadingContext,
    private readonly scheme: LevelScheme,
  ) {
    this.reader = new RowReader(columns, SERVICE_FIELDS);
  }

  async *slices(taken: AsyncIterable<readonly TakenRow[]>): AsyncGenerator<DiffSlice> {
    // While one slice is compared the next is asked for, and the one after it read.
    for await (const asked of ahead(this.asked(taken))) {
      const plans = await this.plansOf(asked);
      yield {
        ...asked.slice,
        lines: plans,
        write: (unit) => applyRows(unit, plans, this.context.defaultDay),
      };
    }
  }

  private async *asked(taken: AsyncIterable<readonly TakenRow[]>): AsyncGenerator<AskedSlice> {
    for await (const rows of taken) yield this.ask(rows);
  }

  private ask(taken: readonly TakenRow[]): AskedSlice {
    const slice: SliceSoFar = { issues: [], refused: 0, repeated: 0, rowsDone: taken.length };
    const rows = this.read(taken, slice);
    const standing = this.standing(rows);
    const published = standing.then((services) => {
      const differing = rows.filter(({ stated }) =>
        differsFromDeclared(stated, services.get(stated.serviceId)),
      );
      return publishedLevels(
        this.queries,
        differing.map(({ stated }) => stated.serviceId),
      );
    });
    // Whoever takes the slice hears what failed; where nobody does any more, nobody need.
    published.catch(() => undefined);
    return { slice, rows, standing, published };
  }

  private read(taken: readonly TakenRow[], slice: SliceSoFar): ReadRow[] {
    const rows: ReadRow[] = [];
    for (const row of taken) {
      const { values, issues } = this.reader.read(row);
      const stated = readRow(values, issues, this.context);
      if (!stated) slice.refused += 1;
      else if (this.isRepeated(stated, issues, slice)) {
        if (issues.hasErrors) slice.refused += 1;
        else slice.repeated += 1;
      } else {
        rows.push({ stated, issues });
        continue;
      }
      slice.issues.push(...issues.list);
    }
    return rows;
  }

  private async standing(rows: readonly ReadRow[]): Promise<Map<string, StandingService>> {
    const [standing] = await Promise.all([
      standingServices(
        this.queries,
        rows.map(({ stated }) => stated.serviceId),
      ),
      this.learnVersions(rows.map(({ stated }) => stated.procedure.code)),
    ]);
    return standing;
  }

  private async plansOf(asked: AskedSlice): Promise<PlannedRow[]> {
    const { slice } = asked;
    const [standing, published] = await Promise.all([asked.standing, asked.published]);
    const plans: PlannedRow[] = [];
    for (const { stated, issues } of asked.rows) {
      const service = standing.get(stated.serviceId);
      const versions = this.versions.get(stated.procedure.code) ?? [];
      const plan = planRow(stated, service, published.get(stated.serviceId) ?? [], issues, {
        scheme: this.scheme,
        versions,
        today: this.context.today,
      });
      slice.issues.push(...issues.list);
      if (issues.hasErrors) slice.refused += 1;
      else {
        const { agency, procedure } = stated;
        // Added to the plan itself: V8 makes a slow table of names of a copy that is added to.
        plans.push(
          Object.assign(plan, { agencyCode: agency.code, procedureCode: procedure.code, standing: service }),
        );
      }
    }
    return plans;
  }

  /** The same row twice counts once; two rows that contradict each other are both wrong until a person chooses. */
  private isRepeated(stated: StatedRow, issues: RowIssues, slice: SliceSoFar): boolean {
    const print = printOf(stated);
    const first = this.seen.get(stated.serviceId);
    if (!first) {
      this.seen.set(stated.serviceId, { row: stated.row, print });
      return false;
    }
    if (first.print === print) {
      issues.tell(null, 'row_twice', { other: first.row });
      return true;
    }
    const id = stated.serviceId;
    issues.error(null, 'row_contradicts', { other: first.row, id });
    const other = { ...issues.list.at(-1)!, row: first.row, params: { other: stated.row, id } };
    slice.issues.push(other);
    return true;
  }

  /** Slices are planned in the order in which they were asked: what an earlier one asked for is there by then. */
  private async learnVersions(codes: readonly string[]): Promise<void> {
    const missing = [...new Set(codes)].filter((code) => !this.versions.has(code));
    if (missing.length === 0) return;
    for (const code of missing) this.versions.set(code, []);
    const found = await versionRecords(this.queries, missing);
    for (const code of missing) this.versions.set(code, found.get(code) ?? []);
  }
}

/** What a row says of its service, however it is spelt. */
function printOf(stated: StatedRow): string {
  const { level, effectiveFrom, informationUrl, formUrls, submissionUrl, statusUrl } = stated;
  const { decisionNumber, decisionDate, note } = stated;
  const said = [
    level,
    effectiveFrom,
    informationUrl,
    formUrls?.join('\n'),
    submissionUrl,
    statusUrl,
    decisionNumber,
    decisionDate,
    note,
  ];
  return hash('sha1', said.join('\u0000'), 'base64');
}
