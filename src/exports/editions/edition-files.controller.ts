import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../../accounts/access.guard.js';
import { Reader } from '../../database/reader.js';
import { codingOf } from '../../http/content-coding.js';
import { Describe, type RouteDescription } from '../../http/describe.js';
import { PUBLIC_READ, withCoding } from '../../http/finish.js';
import { isUnchanged } from '../../http/unchanged.js';
import { type ExportFormat, MEDIA_TYPES } from '../export-format.js';
import { frozenFile, gzippedFile, storedEdition } from './edition.query.js';
import { EditionPath } from './editions.dto.js';
import type { EditionFileName } from './manifest.js';

/** What never changes needs never be asked for again. */
const FOR_EVER = 'public, max-age=31536000, immutable';

const described = (format: ExportFormat): RouteDescription => ({
  summary: `The services of an edition as ${format}, byte for byte as they were frozen`,
  tag: 'editions',
  answers: { 200: { mediaType: MEDIA_TYPES[format].split(';')[0]! } },
  problems: [404],
  examples: { n: '1' },
});

/** The files of editions. */
@Controller('api/v1/editions/:n')
@Access('catalogue.read')
export class EditionFilesController {
  constructor(private readonly reader: Reader) {}

  @Get('services.csv')
  @Describe(described('csv'))
  csv(
    @Param() { n }: EditionPath,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(n, 'services.csv', request, reply);
  }

  @Get('services.xlsx')
  @Describe(described('xlsx'))
  xlsx(
    @Param() { n }: EditionPath,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(n, 'services.xlsx', request, reply);
  }

  @Get('services.jsonl')
  @Describe(described('jsonl'))
  jsonl(
    @Param() { n }: EditionPath,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(n, 'services.jsonl', request, reply);
  }

  @Get('services.jsonld')
  @Describe(described('jsonld'))
  jsonld(
    @Param() { n }: EditionPath,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(n, 'services.jsonld', request, reply);
  }

  @Get('services.ttl')
  @Describe(described('ttl'))
  ttl(
    @Param() { n }: EditionPath,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.send(n, 'services.ttl', request, reply);
  }

  private async send(
    no: number,
    name: EditionFileName,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const { manifest } = await storedEdition(this.reader, no);
    const file = manifest.files.find((candidate) => candidate.name === name)!;
    // It is kept gzipped: who takes that is sent it as it is.
    const accepted = String(request.headers['accept-encoding'] ?? '').replace(/\bbr\b/g, '');
    const coding = codingOf(accepted) === 'gzip' ? 'gzip' : 'identity';
    const etag = withCoding(`"${file.sha256}"`, coding);
    void reply.headers({ ...PUBLIC_READ, 'cache-control': FOR_EVER, etag });
    void reply.header('last-modified', new Date(manifest.createdAt).toUTCString());
    if (isUnchanged(request.headers, etag, undefined)) {
      void reply.status(304).send();
      return;
    }
    void reply.headers({
      'content-type': file.mediaType,
      'content-disposition': `attachment; filename="${name.replace('.', `-edition-${no}.`)}"`,
      ...(coding === 'gzip' ? { 'content-encoding': 'gzip' } : { 'content-length': String(file.bytes) }),
    });
    void reply.send(request.method === 'HEAD' ? Readable.from([]) : this.bytes(no, name, coding));
  }

  private bytes(no: number, name: EditionFileName, coding: 'gzip' | 'identity'): Readable {
    return coding === 'gzip'
      ? gzippedFile(this.reader, no, name)
      : Readable.from(frozenFile(this.reader, no, name), { objectMode: false });
  }
}
