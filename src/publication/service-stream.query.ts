import type { Snapshot } from '../database/reader.js';
import { pastServices, type StateRow } from './past-services.query.js';
import { selectServices, type ServiceFilter } from './service-filter.js';
import { serviceLines } from './service-lines.query.js';
import { selectionSql } from './selection-sql.js';
import { serviceOrder } from './service-order.js';

/** Some services of the list, one after the other. */
export interface ServiceSlice {
  rows: {
    service_id: string;
    procedure_code: string;
    agency_code: string;
    /** Of the procedure on that day; left out where the list is that of today. */
    version_no?: number;
  }[];
  /** Canonical JSON of each. */
  docs: string[];
}

/** The whole list of services that a filter asks for, by procedure and agency, as one state of the catalogue has it. */
export interface ServiceStream {
  /** Where the ledger and the feed end in that state. */
  head: { seq: number; changeSeq: number; at: string; listDay: string };
  /** The day that the list is about. */
  asOf: string;
  /** @param rows how many services at once, where much is made of each: what is held for long is not collected for long either */
  slices(rows?: number): AsyncGenerator<ServiceSlice>;
  /** The documents alone: of today's list nothing else is read. */
  docs(): AsyncGenerator<string[]>;
  /** The documents as text, one a line. */
  lines(): AsyncGenerator<string | Uint8Array>;
}

const LINE_FEED = 10;

/** @throws Problem 404 where the agency, field or procedure does not exist */
export async function serviceStream(snapshot: Snapshot, filter: ServiceFilter): Promise<ServiceStream> {
  const row = (await snapshot.get<{ seq: number; change_seq: number; at: string; list_day: string }>(
    'SELECT content_seq AS seq, change_seq, content_at AS at, list_day FROM ledger_head WHERE id = 1',
  ))!;
  const selection = await selectServices(snapshot, filter, row.list_day);
  const sql = selectionSql(selection, serviceOrder(snapshot.engine, selection, 'code'));
  async function* slices(size?: number): AsyncGenerator<ServiceSlice> {
    for await (const rows of snapshot.stream<StateRow & { doc: string }>(sql, selection.params, size)) {
      const docs = selection.isCurrent
        ? rows.map((service) => service.doc)
        : await pastServices(snapshot, rows, filter.asOf ?? row.list_day, filter.knownAt);
      yield { rows, docs };
    }
  }
  async function* docs(): AsyncGenerator<string[]> {
    if (!selection.isCurrent) for await (const slice of slices()) yield slice.docs;
    else for await (const some of serviceLines(snapshot, selection)) yield [...textsOf(some)];
  }
  async function* lines(): AsyncGenerator<string | Uint8Array> {
    if (selection.isCurrent) yield* serviceLines(snapshot, selection);
    else for await (const { docs: some } of slices()) yield `${some.join('\n')}\n`;
  }
  return {
    head: { seq: row.seq, changeSeq: row.change_seq, at: row.at, listDay: row.list_day },
    asOf: filter.asOf ?? row.list_day,
    slices,
    docs,
    lines,
  };
}

/** Each line as a text of its own: cut out of one text of all, they would keep it for as long as one of them lives. */
function* textsOf(lines: Uint8Array): Generator<string> {
  const bytes = Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(LINE_FEED, from);
    yield bytes.toString('utf8', from, end);
    from = end + 1;
  }
}
