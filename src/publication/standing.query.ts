import type { Unit } from '../database/unit.js';
import { levelSchemes, type LevelSchemes } from '../schemes/level-schemes.query.js';
import type { PublishedServiceRow } from './publication.table.js';
import {
  type KnownSegment,
  type LastChange,
  lastChanges,
  publishedBefore,
  segmentsKnown,
} from './published-before.query.js';
import { listedRows } from './published-list.js';
import { type ServiceRecord, serviceRecords, type VersionRecord } from './service-records.query.js';
import { versionsInUnit } from './versions-in-unit.js';

/** What there is of some services before they are published anew. */
export interface Standing {
  schemes: LevelSchemes;
  records: ServiceRecord[];
  versions: ReadonlyMap<string, VersionRecord[]>;
  known: ReadonlyMap<string, KnownSegment[]>;
  /** Without a document where it is another one in any case. */
  before: ReadonlyMap<string, LastChange & { doc?: string | null }>;
  /** Rows of the list as they are. */
  listed: ReadonlyMap<string, PublishedServiceRow>;
}

/** The same of each batch of touched services, in their order. */
export async function* standingOf(unit: Unit, batches: readonly string[][]): AsyncGenerator<Standing> {
  for (const ids of batches) {
    const [schemes, records, known, before, listed] = await Promise.all([
      levelSchemes(unit),
      serviceRecords(unit, ids),
      segmentsKnown(unit, ids),
      lastPublished(unit, ids),
      listedRows(unit, ids),
    ]);
    const versions = await versionsInUnit(
      unit,
      records.map((record) => record.procedureCode),
    );
    yield { schemes, records, versions, known, before, listed };
  }
}

async function lastPublished(unit: Unit, ids: readonly string[]): Promise<Standing['before']> {
  const restated = ids.filter((id) => unit.touched.get(id));
  const others = ids.filter((id) => !unit.touched.get(id));
  const found = await Promise.all([
    restated.length > 0 ? lastChanges(unit, restated) : [],
    others.length > 0 ? publishedBefore(unit, others) : [],
  ]);
  return new Map(found.flatMap((some) => [...some]));
}
