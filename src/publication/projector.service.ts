import type { UnitOfWork } from '../database/unit-of-work.js';
import type { BeforeCommit, Unit } from '../database/unit.js';
import { stamped, unstamped } from '../domain/published-service.js';
import { correction, OPEN_END, STILL_KNOWN, type Segment } from '../domain/service-timeline.js';
import { levelSchemes, type LevelSchemes } from '../schemes/level-schemes.query.js';
import { CellMoves } from './coverage-cells.js';
import {
  ChangeTable,
  type ChangeRow,
  type PublishedServiceRow,
  type ServiceStateRow,
  ServiceStateTable,
} from './publication.table.js';
import { type PublishedBefore, publishedBefore, segmentsKnown } from './published-before.query.js';
import { rewriteList } from './published-list.js';
import { partsOf } from './published-parts.js';
import { currentTimeline } from './stale-verifications.js';
import { type ServiceRecord, serviceRecords, type VersionRecord } from './service-records.query.js';
import { versionsInUnit } from './versions-in-unit.js';

const SERVICES_A_BATCH = 500;

interface Context {
  unit: Unit;
  schemes: LevelSchemes;
  versions: ReadonlyMap<string, VersionRecord[]>;
}

/**
 * Makes the published state of every service that a transaction touched, in that transaction: the stretches of its
 * history, its row in today's list, and its change in the feed. The only writer of those tables.
 */
export class PublicationProjector implements BeforeCommit {
  readonly order = 50;
  private readonly moves = new WeakMap<Unit, CellMoves>();

  constructor(unitOfWork: UnitOfWork) {
    unitOfWork.join(this);
  }

  async beforeCommit(unit: Unit): Promise<void> {
    if (unit.touched.size === 0) return;
    const ids = [...unit.touched].sort();
    const schemes = await levelSchemes(unit);
    for (let from = 0; from < ids.length; from += SERVICES_A_BATCH) {
      await this.projectBatch(unit, schemes, ids.slice(from, from + SERVICES_A_BATCH));
    }
    unit.touched.clear();
  }

  async atTheEnd(unit: Unit): Promise<void> {
    await this.moves.get(unit)?.write(unit);
  }

  private async projectBatch(unit: Unit, schemes: LevelSchemes, ids: string[]): Promise<void> {
    const records = await serviceRecords(unit, ids);
    const versions = await versionsInUnit(
      unit,
      records.map((record) => record.procedureCode),
    );
    const known = await segmentsKnown(unit, ids);
    const before = await publishedBefore(unit, ids);
    const timelines = new Map<string, Segment[]>();
    for (const record of records) {
      const published = versions.get(record.procedureCode) ?? [];
      timelines.set(record.id, await currentTimeline(unit, schemes.own, record, published));
    }
    await this.correctHistory(unit, records, timelines, known);
    await this.noteComingDays(unit, timelines);
    await this.publish({ unit, schemes, versions }, records, timelines, before);
  }

  private async correctHistory(
    unit: Unit,
    records: ServiceRecord[],
    timelines: Map<string, Segment[]>,
    known: Map<string, { segment: Segment; knownFrom: string }[]>,
  ): Promise<void> {
    const added: ServiceStateRow[] = [];
    const closed: Pick<ServiceStateRow, 'serviceId' | 'validFrom' | 'knownFrom' | 'knownTo'>[] = [];
    for (const record of records) {
      const old = known.get(record.id) ?? [];
      const { close, add } = correction(
        old.map(({ segment }) => segment),
        timelines.get(record.id) ?? [],
      );
      for (const segment of close) {
        const { knownFrom } = old.find((candidate) => candidate.segment === segment)!;
        closed.push({ serviceId: record.id, validFrom: segment.from, knownFrom, knownTo: unit.at });
      }
      for (const segment of add) {
        added.push({
          serviceId: record.id,
          validFrom: segment.from,
          validTo: segment.to,
          knownFrom: unit.at,
          knownTo: STILL_KNOWN,
          agencyCode: record.agency.code,
          procedureCode: record.procedureCode,
          fieldCode: segment.fieldCode,
          versionNo: segment.versionNo,
          level: segment.level ?? 0,
          basis: segment.basis,
          declaredLevel: segment.declaredLevel ?? 0,
          verifiedLevel: segment.verifiedLevel ?? 0,
          verificationNo: segment.verificationNo ?? 0,
          levelSince: segment.levelSince,
          hasForms: Number(segment.hasForms),
          demonstration: Number(record.demonstration),
        });
      }
    }
    await unit.updateMany(ServiceStateTable, ['knownTo'], closed);
    await unit.insertMany(ServiceStateTable, added);
  }

  private async noteComingDays(unit: Unit, timelines: Map<string, Segment[]>): Promise<void> {
    for (const [serviceId, segments] of timelines) {
      for (const day of new Set(segments.flatMap((segment) => [segment.from, segment.to]))) {
        if (day <= unit.today || day === OPEN_END) continue;
        await unit.run(
          `INSERT INTO pending_day (day, service_id) VALUES (:day, :serviceId) ON CONFLICT DO NOTHING`,
          {
            day,
            serviceId,
          },
        );
      }
    }
  }

  private async publish(
    context: Context,
    records: ServiceRecord[],
    timelines: Map<string, Segment[]>,
    before: Map<string, PublishedBefore>,
  ): Promise<void> {
    const { unit } = context;
    const changes: ChangeRow[] = [];
    const rows: PublishedServiceRow[] = [];
    const gone: string[] = [];
    for (const record of records) {
      const old = before.get(record.id);
      const state = timelines
        .get(record.id)
        ?.find((segment) => segment.from <= unit.today && unit.today < segment.to);
      if (!state) {
        if (old?.doc == null) continue;
        changes.push(this.change(unit, record.id, old.version + 1, null));
        gone.push(record.id);
        continue;
      }
      const version = versionOf(context, record, state);
      const text = unstamped(partsOf(record, version, state, context.schemes, unit.today));
      if (old?.doc != null && stamped(text, old.at, old.version) === old.doc) continue;
      const times = (old?.version ?? 0) + 1;
      const change = this.change(unit, record.id, times, stamped(text, unit.at, times));
      changes.push(change);
      rows.push(rowOf(record, state, change));
    }
    await unit.insertMany(ChangeTable, changes);
    const moves = this.moves.get(unit) ?? new CellMoves();
    this.moves.set(unit, moves);
    await rewriteList(unit, gone, rows, moves);
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

function versionOf({ versions }: Context, record: ServiceRecord, state: Segment): VersionRecord {
  return versions.get(record.procedureCode)!.find((candidate) => candidate.no === state.versionNo)!;
}

function rowOf(record: ServiceRecord, state: Segment, change: ChangeRow): PublishedServiceRow {
  return {
    serviceId: record.id,
    agencyCode: record.agency.code,
    procedureCode: record.procedureCode,
    fieldCode: state.fieldCode,
    level: state.level ?? 0,
    basis: state.basis,
    declaredLevel: state.declaredLevel ?? 0,
    verifiedLevel: state.verifiedLevel ?? 0,
    hasForms: Number(state.hasForms),
    demonstration: Number(record.demonstration),
    updatedAt: change.at,
    changeSeq: change.seq,
  };
}
