import type { Writable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import type { DatabaseOptions } from '../database/data-source.js';
import { DATABASE_OPTIONS } from '../database/database.module.js';
import { Reader, type Snapshot } from '../database/reader.js';
import { Arrivals } from '../http/arrivals.js';
import { PublicUrl } from '../http/public-url.js';
import { serviceStream, type ServiceStream } from '../publication/service-stream.query.js';
import { writeCsv } from './csv-export.js';
import { ExportGate } from './export-gate.js';
import { type ExportFormat, type ExportOpening, type ExportRequest, stateOf } from './export-format.js';
import { writeJsonl } from './jsonl-export.js';
import { writeJsonld, writeTurtle } from './rdf-export.js';
import { Sink, TakerGoneError } from './sink.js';

/** For so long at most a piece of an export waits for those who connect. */
const GIVE_WAY_MS = 200;

export type ExportedState = ServiceStream['head'] & { asOf: string };

/** Writes the published list, or what a filter asks of it, as a file: from one state of the catalogue and in flat memory. */
@Injectable()
export class ServiceExports {
  private readonly gate: ExportGate;
  private row = Promise.resolve();
  /** All exports in one row: a turn of the event loop holds a piece of one of them. */
  private readonly giveWay = () => (this.row = this.row.then(() => this.arrivals.takenIn(GIVE_WAY_MS)));

  constructor(
    private readonly reader: Reader,
    private readonly publicUrl: PublicUrl,
    private readonly arrivals: Arrivals,
    @Inject(DATABASE_OPTIONS) { poolSize }: DatabaseOptions,
  ) {
    this.gate = new ExportGate(Math.max(1, Math.floor(poolSize / 2)));
  }

  /**
   * @param open is told what the export will be before its first byte; false: it is not wanted after all
   * @throws Problem 404 where the filter names what does not exist; TakerGoneError where `out` closed or stood still
   */
  async writeExport(
    request: ExportRequest,
    out: Writable,
    open: (opening: ExportOpening) => boolean = () => true,
  ): Promise<void> {
    const leave = await this.gate.enter();
    try {
      if (out.destroyed) throw new TakerGoneError('The taker has left');
      await this.reader.snapshot(async (snapshot) => {
        const services = await serviceStream(snapshot, request.filter);
        const { seq, changeSeq, at, listDay } = services.head;
        const state = stateOf(request, { seq, changeSeq, day: listDay });
        if (!open({ asOf: services.asOf, at, state })) return;
        const sink = new Sink(out, this.giveWay);
        await this.write(request, snapshot, services, sink);
        await sink.end();
      });
    } finally {
      leave();
    }
  }

  /**
   * Several formats of the whole list as it is today, all from one state of the catalogue.
   * @returns that state
   */
  async writeTogether(outs: ReadonlyMap<ExportFormat, Writable>): Promise<ExportedState> {
    return this.reader.snapshot(async (snapshot) => {
      const services = await serviceStream(snapshot, {});
      for (const [format, out] of outs) {
        const sink = new Sink(out, this.giveWay);
        await this.write({ format, filter: {} }, snapshot, services, sink);
        await sink.end();
      }
      return { ...services.head, asOf: services.asOf };
    });
  }

  private async write(
    { format, language }: ExportRequest,
    snapshot: Snapshot,
    services: ServiceStream,
    sink: Sink,
  ): Promise<void> {
    // What writes workbooks is loaded when it is needed: it is a tenth of the work of a start.
    switch (format) {
      case 'csv':
        return writeCsv(services, sink, language);
      case 'xlsx':
        return (await import('./xlsx-export.js')).writeXlsx(services, sink, language);
      case 'jsonl':
        return writeJsonl(services, sink);
      case 'jsonld':
        return writeJsonld(snapshot, services, sink, this.publicUrl.base);
      case 'ttl':
        return writeTurtle(snapshot, services, sink, this.publicUrl.base);
    }
  }
}
