import type { UnitOfWork } from '../database/unit-of-work.js';
import type { BeforeCommit, Unit } from '../database/unit.js';
import { ahead } from '../database/ahead.js';
import { stamped, unstamped } from '../domain/published-service.js';
import { correction, OPEN_END, STILL_KNOWN, type Segment } from '../domain/service-timeline.js';
import { CellMoves } from './coverage-cells.js';
import { type CountedStretch, PastMoves } from './past-cells.js';
import {
  ChangeTable,
  type ChangeRow,
  type PublishedServiceRow,
  type ServiceStateRow,
  ServiceStateTable,
} from './publication.table.js';
import type { KnownSegment } from './published-before.query.js';
import { rewriteList } from './published-list.js';
import { partsOf } from './published-parts.js';
import { remakePastCounts } from './remade-past-counts.js';
import { currentTimeline } from './stale-verifications.js';
import type { ServiceRecord, VersionRecord } from './service-records.query.js';
import { type Standing, standingOf } from './standing.query.js';

/** How the counts of a transaction move: those of today's list, and those of every day. */
interface Moves {
  today: CellMoves;
  allDays: PastMoves;
}

/** Others are served after each of them. */
const SERVICES_A_BATCH = 100;

/**
 * Makes the published state of every service that a transaction touched, in that transaction: the stretches of its
 * history, its row in today's list, and its change in the feed. The only writer of those tables.
 */
export class PublicationProjector implements BeforeCommit {
  readonly order = 50;
  private readonly moves = new WeakMap<Unit, Moves>();

  constructor(unitOfWork: UnitOfWork) {
    unitOfWork.join(this);
  }

  async beforeCommit(unit: Unit): Promise<void> {
    if (unit.touched.size === 0) return;
    const ids = [...unit.touched.keys()].sort();
    const batches: string[][] = [];
    for (let from = 0; from < ids.length; from += SERVICES_A_BATCH)
      batches.push(ids.slice(from, from + SERVICES_A_BATCH));
    // What one batch writes concerns no other: the next is read while one is made, and made while that is written.
    let before: Promise<unknown> = Promise.resolve();
    for await (const standing of ahead(standingOf(unit, batches))) {
      const timelines = await timelinesOf(unit, standing);
      const writing = this.write(unit, standing, timelines);
      writing.catch(() => undefined);
      await before;
      before = writing;
      if (batches.length > 1) await unit.giveWay();
    }
    await before;
    unit.touched.clear();
  }

  async atTheEnd(unit: Unit): Promise<void> {
    const moves = this.moves.get(unit);
    await Promise.all([
      moves?.today.write(unit),
      unit.isCounted ? moves?.allDays.write(unit) : remakePastCounts(unit),
    ]);
  }

  private async write(
    unit: Unit,
    standing: Standing,
    timelines: ReadonlyMap<string, Segment[]>,
  ): Promise<void> {
    const moves = this.moves.get(unit) ?? { today: new CellMoves(), allDays: new PastMoves() };
    this.moves.set(unit, moves);
    await Promise.all([
      correctHistory(unit, standing.records, timelines, standing.known, moves.allDays),
      noteComingDays(unit, timelines),
      this.publish(unit, standing, timelines, moves.today),
    ]);
  }

  private async publish(
    unit: Unit,
    standing: Standing,
    timelines: ReadonlyMap<string, Segment[]>,
    moves: CellMoves,
  ): Promise<void> {
    const { records, before, listed } = standing;
    const changes: ChangeRow[] = [];
    const rows: PublishedServiceRow[] = [];
    const gone: string[] = [];
    for (const record of records) {
      const old = before.get(record.id);
      const state = timelines
        .get(record.id)
        ?.find((segment) => segment.from <= unit.today && unit.today < segment.to);
      if (!state) {
        if (old?.op !== 'upsert') continue;
        changes.push(this.change(unit, record.id, old.version + 1, null));
        gone.push(record.id);
        continue;
      }
      const version = versionOf(standing, record, state);
      const text = unstamped(partsOf(record, version, state, standing.schemes, unit.today));
      if (old?.doc != null && stamped(text, old.at, old.version) === old.doc) continue;
      const times = (old?.version ?? 0) + 1;
      const change = this.change(unit, record.id, times, stamped(text, unit.at, times));
      changes.push(change);
      rows.push(rowOf(record, state, change));
    }
    await Promise.all([unit.insertMany(ChangeTable, changes), rewriteList(unit, listed, gone, rows, moves)]);
  }

  private change(unit: Unit, serviceId: string, version: number, doc: string | null): ChangeRow {
    unit.head.changeSeq += 1;
    return {
      seq: unit.head.changeSeq,
      serviceId,
      op: doc === null ? 'delete' : 'upsert',
      at: unit.at,
      version,
      doc,
    };
  }
}

async function timelinesOf(
  unit: Unit,
  { schemes, records, versions }: Standing,
): Promise<Map<string, Segment[]>> {
  const timelines = new Map<string, Segment[]>();
  for (const record of records) {
    const published = versions.get(record.procedureCode) ?? [];
    timelines.set(record.id, await currentTimeline(unit, schemes.own, record, published));
  }
  return timelines;
}

async function correctHistory(
  unit: Unit,
  records: readonly ServiceRecord[],
  timelines: ReadonlyMap<string, Segment[]>,
  known: ReadonlyMap<string, KnownSegment[]>,
  moves: PastMoves,
): Promise<void> {
  const added: ServiceStateRow[] = [];
  const closed: Pick<ServiceStateRow, 'serviceId' | 'validFrom' | 'knownFrom' | 'knownTo'>[] = [];
  const gone: CountedStretch[] = [];
  for (const record of records) {
    const old = known.get(record.id) ?? [];
    const alike = old.filter((one) => !isOtherwiseMarked(one, record, unit.today));
    const { close, add } = correction(
      alike.map(({ segment }) => segment),
      timelines.get(record.id) ?? [],
    );
    for (const one of old) {
      if (alike.includes(one) && !close.includes(one.segment)) continue;
      const { segment, knownFrom, demonstration } = one;
      closed.push({ serviceId: record.id, validFrom: segment.from, knownFrom, knownTo: unit.at });
      gone.push({
        validFrom: segment.from,
        validTo: segment.to,
        ...countedAs({ ...record, demonstration }, segment),
      });
    }
    for (const segment of add) added.push(stateRow(record, segment, unit.at));
  }
  moves.add(gone, added);
  await Promise.all([
    unit.updateMany(ServiceStateTable, ['knownTo'], closed),
    unit.insertMany(ServiceStateTable, added),
  ]);
}

/** Stretches that are over keep the mark of what they were made from. */
function isOtherwiseMarked(
  { segment, demonstration }: KnownSegment,
  record: ServiceRecord,
  today: string,
): boolean {
  return demonstration !== record.demonstration && segment.to > today;
}

function stateRow(record: ServiceRecord, segment: Segment, at: string): ServiceStateRow {
  return {
    serviceId: record.id,
    validFrom: segment.from,
    validTo: segment.to,
    knownFrom: at,
    knownTo: STILL_KNOWN,
    versionNo: segment.versionNo,
    verificationNo: segment.verificationNo ?? 0,
    levelSince: segment.levelSince,
    ...countedAs(record, segment),
  };
}

/** What the list, its past and its counts tell services apart by. What is copied comes last: V8 keeps the copy a fast object then. */
function countedAs(
  record: Pick<ServiceRecord, 'agency' | 'procedureCode' | 'demonstration'>,
  segment: Segment,
) {
  return {
    agencyCode: record.agency.code,
    procedureCode: record.procedureCode,
    fieldCode: segment.fieldCode,
    level: segment.level ?? 0,
    basis: segment.basis,
    declaredLevel: segment.declaredLevel ?? 0,
    verifiedLevel: segment.verifiedLevel ?? 0,
    hasForms: Number(segment.hasForms),
    demonstration: Number(record.demonstration),
  };
}

const COMING_DAY =
  'INSERT INTO pending_day (day, service_id) VALUES (:day, :serviceId) ON CONFLICT DO NOTHING';

async function noteComingDays(unit: Unit, timelines: ReadonlyMap<string, Segment[]>): Promise<void> {
  const notes: Promise<number>[] = [];
  const note = (day: string, serviceId: string) => {
    if (day > unit.today && day !== OPEN_END) notes.push(unit.run(COMING_DAY, { day, serviceId }));
  };
  for (const [serviceId, segments] of timelines) {
    let last: string | undefined;
    for (const { from, to } of segments) {
      // A stretch mostly begins on the day that ends the one before.
      if (from !== last) note(from, serviceId);
      note(to, serviceId);
      last = to;
    }
  }
  await Promise.all(notes);
}

function versionOf({ versions }: Standing, record: ServiceRecord, state: Segment): VersionRecord {
  return versions.get(record.procedureCode)!.find((candidate) => candidate.no === state.versionNo)!;
}

function rowOf(record: ServiceRecord, state: Segment, change: ChangeRow): PublishedServiceRow {
  return {
    serviceId: record.id,
    updatedAt: change.at,
    changeSeq: change.seq,
    ...countedAs(record, state),
  };
}
