import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requireAgency } from '../../accounts/agency-scope.js';
import { actorOf, type Caller } from '../../accounts/caller.js';
import { CLOCK, type Clock } from '../../database/database.module.js';
import { type Queries, Reader } from '../../database/reader.js';
import { UnitOfWork } from '../../database/unit-of-work.js';
import { civilToday } from '../../domain/dates/civil-date.js';
import { checkedInput } from '../../http/checked-input.js';
import { type EvidenceRow, EvidenceTable } from '../public-service.table.js';
import { CaptureEvidence, EvidenceNotes } from '../public-services.dto.js';
import { refuseEnded, serviceRow } from '../standing.query.js';
import { type Evidence, evidenceOf } from './evidence.query.js';
import { EvidenceStore } from './evidence-store.js';
import { PageCapture } from './page-capture.js';
import { takeUpload } from './upload.js';

type Found = Omit<EvidenceRow, 'serviceId' | 'no' | 'actor' | 'actorAgency' | 'recordedAt'>;

const NOTHING_FOUND = {
  url: null,
  finalUrl: null,
  httpStatus: null,
  capturedAt: null,
  fileName: null,
  textSha256: null,
  problem: null,
};

/** What stands behind the facts of a service: pages as they were when captured, and files. */
@Injectable()
export class EvidenceService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly reader: Reader,
    private readonly store: EvidenceStore,
    private readonly pages: PageCapture,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** A form with a file, or JSON with an address. */
  add(caller: Caller, serviceId: string, request: FastifyRequest): Promise<Evidence> {
    return request.isMultipart()
      ? this.addFile(caller, serviceId, request)
      : this.addPage(caller, serviceId, request.body);
  }

  /** Captures an address now. The slow part, which is the outer world, is over before the write begins. */
  async addPage(caller: Caller, serviceId: string, input: unknown): Promise<Evidence> {
    await this.requireOpen(this.reader, caller, serviceId, civilToday(this.clock()));
    return this.append(caller, serviceId, await this.page(input));
  }

  /**
   * @param notesOf reads the fields sent beside the file; what it throws is thrown before anything is written
   * @param typed gets these fields, for a form that is shown again
   */
  async addFile(
    caller: Caller,
    serviceId: string,
    request: FastifyRequest,
    notesOf: (fields: Record<string, string>) => Record<string, string> = (fields) => fields,
    typed: Record<string, string> = {},
  ): Promise<Evidence> {
    await this.requireOpen(this.reader, caller, serviceId, civilToday(this.clock()));
    return this.append(caller, serviceId, await this.file(request, notesOf, typed));
  }

  private async page(body: unknown): Promise<Found> {
    const { url, fact, note } = await checkedInput(body, 'body', CaptureEvidence);
    const capture = await this.pages.capture(url);
    return {
      ...NOTHING_FOUND,
      kind: 'url',
      fact: fact ?? null,
      note: note ?? null,
      url,
      ...capture,
      capturedAt: this.clock().toISOString(),
    };
  }

  private async file(
    request: FastifyRequest,
    notesOf: (fields: Record<string, string>) => Record<string, string>,
    typed: Record<string, string>,
  ): Promise<Found> {
    const { file, fileName, fields } = await takeUpload(request, this.store, typed);
    const { fact, note } = await checkedInput(notesOf(fields), 'body', EvidenceNotes);
    return { ...NOTHING_FOUND, kind: 'file', fact: fact ?? null, note: note ?? null, fileName, ...file };
  }

  private append(caller: Caller, serviceId: string, found: Found): Promise<Evidence> {
    const intent = { actor: actorOf(caller), action: 'evidence.add', why: found.note };
    return this.unitOfWork.run(intent, async (unit) => {
      await this.requireOpen(unit, caller, serviceId, unit.today);
      const last = await unit.get<{ no: number | null }>(
        'SELECT MAX(no) AS no FROM evidence WHERE service_id = :serviceId',
        { serviceId },
      );
      const row: EvidenceRow = {
        serviceId,
        no: (last?.no ?? 0) + 1,
        ...found,
        actor: unit.actor.name,
        actorAgency: unit.actor.agencyCode,
        recordedAt: unit.at,
      };
      await unit.insertMany(EvidenceTable, [row]);
      unit.record(`service:${serviceId}`, null, { evidence: { no: row.no, ...found } });
      return evidenceOf(row);
    });
  }

  private async requireOpen(queries: Queries, caller: Caller, id: string, today: string): Promise<void> {
    const service = await serviceRow(queries, id);
    await requireAgency(queries, caller, 'evidence.add', service.agencyCode);
    refuseEnded(service, today);
  }
}
