import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Queries } from '../database/reader.js';
import { canonicalJson } from '../domain/canonical-json.js';
import { civilToday } from '../domain/dates/civil-date.js';
import { publishedService } from '../domain/published-service.js';
import { correction, type Segment, timelineOf } from '../domain/service-timeline.js';
import { type LevelSchemes, levelSchemes } from '../schemes/level-schemes.query.js';
import type { OutOfStep } from './kept-counts.query.js';
import { type PublishedBefore, publishedBefore, segmentsKnown } from './published-before.query.js';
import { partsOf } from './published-parts.js';
import {
  type ServiceRecord,
  serviceRecords,
  type VersionRecord,
  versionRecords,
} from './service-records.query.js';

const SERVICES_AT_ONCE = 200;
const SHOWN = 50;

/**
 * Makes the history of every service, and what the feed last said of it, anew from the records, and compares both with what is kept.
 * Call it inside a snapshot. It leaves off after as many faults as anybody reads.
 */
export async function remadeServices(queries: Queries): Promise<OutOfStep[]> {
  const schemes = await levelSchemes(queries);
  const { day } = (await queries.get<{ day: string }>(
    'SELECT list_day AS day FROM ledger_head WHERE id = 1',
  ))!;
  const outOfStep: OutOfStep[] = [];
  let after = '';
  while (outOfStep.length < SHOWN) {
    const rows = await queries.all<{ id: string }>(
      'SELECT id FROM public_service WHERE id > :after ORDER BY id LIMIT :limit',
      { after, limit: SERVICES_AT_ONCE },
    );
    if (rows.length === 0) break;
    const ids = rows.map(({ id }) => id);
    after = ids.at(-1)!;
    const records = await serviceRecords(queries, ids);
    const versions = await versionRecords(queries, [...new Set(records.map((one) => one.procedureCode))]);
    const known = await segmentsKnown(queries, ids);
    const published = await publishedBefore(queries, ids);
    for (const record of records) {
      const ofProcedure = versions.get(record.procedureCode) ?? [];
      const made = timelineOf({ ...record, versions: ofProcedure });
      const kept = (known.get(record.id) ?? []).map(({ segment }) => segment);
      const { close, add } = correction(kept, made);
      outOfStep.push(
        ...close.map((segment) => told('service_state', 'kept', record, segment)),
        ...add.map((segment) => told('service_state', 'made anew', record, segment)),
        ...docOutOfStep(record, made, ofProcedure, schemes, day, published.get(record.id)),
      );
    }
    await nextTurn();
  }
  return outOfStep;
}

function docOutOfStep(
  record: ServiceRecord,
  made: readonly Segment[],
  versions: readonly VersionRecord[],
  schemes: LevelSchemes,
  day: string,
  last: PublishedBefore | undefined,
): OutOfStep[] {
  const kept = last?.doc ?? null;
  const madeOn = (on: string): string | null => {
    const state = made.find((segment) => segment.from <= on && on < segment.to);
    const version = state && versions.find(({ no }) => no === state.versionNo);
    if (!state || !version) return null;
    const parts = partsOf(record, version, state, schemes, on);
    return canonicalJson(publishedService(parts, last?.at ?? '', last?.version ?? 0));
  };
  const anew = madeOn(day);
  // What only a day brings, as the volumes of a period that has begun, is told with the next write.
  if (anew === kept || (last && madeOn(civilToday(new Date(last.at))) === kept)) return [];
  return [
    { table: 'change', side: 'kept', row: JSON.stringify({ id: record.id, doc: kept }) },
    { table: 'change', side: 'made anew', row: JSON.stringify({ id: record.id, doc: anew }) },
  ];
}

function told(
  table: OutOfStep['table'],
  side: OutOfStep['side'],
  { id }: ServiceRecord,
  segment: Segment,
): OutOfStep {
  return { table, side, row: JSON.stringify({ id, ...segment }) };
}
