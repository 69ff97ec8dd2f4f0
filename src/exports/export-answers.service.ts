import { PassThrough, pipeline, type Transform } from 'node:stream';
import { constants, createBrotliCompress, createGzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { canonicalJson } from '../domain/canonical-json.js';
import { CatalogueVersion } from '../http/catalogue-version.js';
import { type Coding, codingOf } from '../http/content-coding.js';
import { etagOf, PUBLIC_READ, withCoding } from '../http/finish.js';
import { isUnchanged } from '../http/unchanged.js';
import { type ExportOpening, type ExportRequest, MEDIA_TYPES, stateOf } from './export-format.js';
import { ServiceExports } from './service-exports.service.js';
import { TakerGoneError } from './sink.js';

/** Answers requests with exports: tagged before they are made, so that who has one already is not sent it again. */
@Injectable()
export class ExportAnswers {
  constructor(
    private readonly exports: ServiceExports,
    private readonly version: CatalogueVersion,
  ) {}

  async send(request: FastifyRequest, reply: FastifyReply, wanted: ExportRequest): Promise<void> {
    const coding = wanted.format === 'xlsx' ? 'identity' : codingOf(request.headers['accept-encoding']);
    const known = tagOf(wanted, this.stateKnown(wanted), coding);
    if (isUnchanged(request.headers, known, this.version)) return notModified(reply, known);

    const body = new PassThrough();
    // Until it is sent nobody else listens, and an error that nobody hears ends the process.
    body.on('error', () => undefined);
    // Also where its turn has not come yet.
    reply.raw.once('close', () => body.destroy());
    await new Promise<void>((resolve, reject) => {
      const open = (opening: ExportOpening) => {
        const etag = tagOf(wanted, opening.state, coding);
        resolve();
        if (isUnchanged(request.headers, etag, undefined)) {
          notModified(reply, etag);
          return false;
        }
        void reply.headers(headersOf(wanted, opening, coding, etag));
        const isWanted = request.method !== 'HEAD';
        // An empty stream, since the server would state a length of 0 where there is no body at all.
        if (!isWanted) body.end();
        void reply.send(coding === 'identity' ? body : compressed(body, coding));
        return isWanted;
      };
      this.exports.writeExport(wanted, body, open).catch((error: Error) => {
        // Before the first byte it is a problem for the caller, where there still is one; after it the connection breaks off.
        if (error instanceof TakerGoneError) resolve();
        else reject(error);
        body.destroy(error);
      });
    });
  }

  /** The state as this process last heard of it: most repeated requests are answered without the database. */
  private stateKnown(wanted: ExportRequest): string {
    const { lastEntry: seq, lastChange: changeSeq, day } = this.version;
    return stateOf(wanted, { seq, changeSeq, day });
  }
}

/** A strong tag of bytes that have not been made yet: everything that they are made from. */
function tagOf({ format, filter, language }: ExportRequest, state: string, coding: Coding): string {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined));
  return withCoding(etagOf(canonicalJson([format, given, language ?? null, state])), coding);
}

function headersOf(
  { format }: ExportRequest,
  { asOf, at }: ExportOpening,
  coding: Coding,
  etag: string,
): Record<string, string> {
  return {
    ...PUBLIC_READ,
    etag,
    'last-modified': new Date(at).toUTCString(),
    'content-type': MEDIA_TYPES[format],
    'content-disposition': `attachment; filename="services-${asOf}.${format}"`,
    ...(coding === 'identity' ? {} : { 'content-encoding': coding }),
  };
}

function notModified(reply: FastifyReply, etag: string): void {
  void reply
    .status(304)
    .headers({ ...PUBLIC_READ, etag })
    .send();
}

function compressed(body: PassThrough, coding: Exclude<Coding, 'identity'>): Transform {
  const compressor =
    coding === 'br'
      ? createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })
      : createGzip({ level: 4 });
  // Where one end breaks off the other does; who made the export hears of it through `body`.
  return pipeline(body, compressor, () => undefined);
}
