import { Controller, Get, Param, Post, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { requireAgency } from '../../accounts/agency-scope.js';
import { type Caller, type CallerRequest, CurrentCaller } from '../../accounts/caller.js';
import { Reader } from '../../database/reader.js';
import { Describe } from '../../http/describe.js';
import { notFound } from '../../http/problem.js';
import { storageUnavailable } from '../../http/storage-fault.js';
import { ServicePath } from '../../publication/services.dto.js';
import { EvidencePath } from '../public-services.dto.js';
import { EVIDENCE, EVIDENCE_FORM, EVIDENCE_LIST, EVIDENCE_URL } from '../public-services.schema.js';
import { serviceRow } from '../standing.query.js';
import { type Evidence, evidenceFile, evidenceList } from './evidence.query.js';
import { EvidenceService } from './evidence.service.js';
import { EvidenceStore } from './evidence-store.js';
import { TAKEN_MEDIA_TYPES } from './file-type.js';
import { attachment } from './file-name.js';

/** The evidence behind the facts of a service. */
@Controller('api/v1/services/:id/evidence')
export class EvidenceController {
  constructor(
    private readonly evidence: EvidenceService,
    private readonly store: EvidenceStore,
    private readonly reader: Reader,
  ) {}

  @Post()
  @Access('evidence.add')
  @Describe({
    summary: 'Add evidence: an address, which is captured now, or a file',
    tag: 'services',
    body: { 'application/json': EVIDENCE_URL, 'multipart/form-data': EVIDENCE_FORM },
    answers: { 201: EVIDENCE },
    problems: [400, 404, 409, 413, 415, 422, 503],
    examples: { id: 'STP~1.000688' },
  })
  add(
    @CurrentCaller() caller: Caller,
    @Param() { id }: ServicePath,
    @Req() request: CallerRequest,
  ): Promise<Evidence> {
    return this.evidence.add(caller, id, request);
  }

  @Get()
  @Access('evidence.read')
  @Describe({
    summary: 'All evidence of a service, with what was captured and when',
    tag: 'services',
    answers: { 200: EVIDENCE_LIST },
    problems: [404],
    examples: { id: 'STP~1.000688' },
  })
  async list(@CurrentCaller() caller: Caller, @Param() { id }: ServicePath): Promise<{ items: Evidence[] }> {
    await this.requireReach(caller, id);
    return { items: await evidenceList(this.reader, id) };
  }

  @Get(':no/file')
  @Access('evidence.read')
  @Describe({
    summary: 'A file of evidence, to be saved and never shown',
    tag: 'services',
    answers: { 200: { mediaType: TAKEN_MEDIA_TYPES } },
    problems: [404],
    examples: { id: 'STP~1.000688', no: '1' },
  })
  async file(
    @CurrentCaller() caller: Caller,
    @Param() { id, no }: EvidencePath,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.requireReach(caller, id);
    const row = await evidenceFile(this.reader, id, no);
    if (!row) throw notFound();
    const content = await this.store.read(row.sha256);
    if (!content) throw storageUnavailable();
    void reply.headers({
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    });
    return new StreamableFile(content.stream, {
      type: row.mediaType === 'text/plain' ? 'text/plain; charset=utf-8' : row.mediaType,
      disposition: attachment(row.fileName),
      length: content.size,
    });
  }

  private async requireReach(caller: Caller, id: string): Promise<void> {
    const { agencyCode } = await serviceRow(this.reader, id);
    await requireAgency(this.reader, caller, 'evidence.read', agencyCode);
  }
}
