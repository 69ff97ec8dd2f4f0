import type { Queries } from '../../database/reader.js';
import { inList } from '../../database/sql.js';
import { volumeRecords } from '../../publication/case-volumes.query.js';
import { saveVolumes } from '../../public-services/volumes/volumes-save.js';
import { VOLUME_FIELDS, type VolumeField } from '../reading/import-fields.js';
import type { ImportColumn } from '../reading/import-column.js';
import type { Differ, DiffLine, DiffSlice } from '../rows/differ.js';
import type { Issue } from '../rows/issue.js';
import { RowReader } from '../rows/row-cells.js';
import type { TakenRow } from '../reading/taken-row.js';
import type { ReadingContext } from '../rows/service-named.js';
import { planVolumes } from './plan-volumes.js';
import { readVolume, type StatedVolume } from './read-volume.js';

const SERVICES_A_SLICE = 200;

/**
 * Holds a list of case volumes against the catalogue. The rows of one service may stand anywhere in the file and make one
 * record a period, so all are read before the first is compared.
 */
export class VolumeDiffer implements Differ {
  private readonly reader: RowReader<VolumeField>;

  constructor(
    private readonly queries: Queries,
    columns: readonly ImportColumn[],
    private readonly context: ReadingContext,
  ) {
    this.reader = new RowReader(columns, VOLUME_FIELDS);
  }

  async *slices(taken: AsyncIterable<readonly TakenRow[]>): AsyncGenerator<DiffSlice> {
    const services = new Map<string, StatedVolume[]>();
    for await (const rows of taken) yield this.readInto(services, rows);
    const ids = [...services.keys()];
    for (let from = 0; from < ids.length; from += SERVICES_A_SLICE)
      yield await this.compare(services, ids.slice(from, from + SERVICES_A_SLICE));
  }

  /** Tells of rows that are wrong in themselves; the others wait for the end of the file. */
  private readInto(services: Map<string, StatedVolume[]>, rows: readonly TakenRow[]): DiffSlice {
    const told: Issue[] = [];
    let refused = 0;
    for (const row of rows) {
      const { values, issues } = this.reader.read(row);
      const stated = readVolume(values, issues, this.context);
      if (stated) {
        const ofService = services.get(stated.serviceId);
        if (ofService) ofService.push(stated);
        else services.set(stated.serviceId, [stated]);
        continue;
      }
      refused += 1;
      told.push(...issues.list);
    }
    return { lines: [], issues: told, refused, repeated: 0, rowsDone: refused, write: async () => {} };
  }

  private async compare(
    services: ReadonlyMap<string, StatedVolume[]>,
    ids: readonly string[],
  ): Promise<DiffSlice> {
    const opened = await this.openedOf(ids);
    const records = await volumeRecords(this.queries, ids);
    const rows = ids.flatMap((id) => services.get(id)!);
    for (const { serviceId, namedBy, issues } of rows)
      if (!opened.has(serviceId)) issues.error(namedBy, 'service_unknown', { id: serviceId });
    const plans = ids
      .filter((id) => opened.has(id))
      .map((id) => planVolumes(id, services.get(id)!, records.get(id) ?? []));
    return {
      lines: plans.flatMap(({ lines }) => lines).sort(byRow),
      issues: rows.flatMap(({ issues }) => issues.list),
      refused: rows.filter(({ issues }) => issues.hasErrors).length,
      repeated: 0,
      rowsDone: rows.length,
      write: (unit) =>
        saveVolumes(
          unit,
          plans.flatMap((plan) => plan.records),
        ),
    };
  }

  private async openedOf(ids: readonly string[]): Promise<Set<string>> {
    const rows = await this.queries.all<{ id: string }>(
      `SELECT id FROM public_service WHERE id IN ${inList(this.queries.engine, 'ids')}`,
      { ids: JSON.stringify(ids) },
    );
    return new Set(rows.map(({ id }) => id));
  }
}

const byRow = (a: DiffLine, b: DiffLine): number => a.row - b.row;
