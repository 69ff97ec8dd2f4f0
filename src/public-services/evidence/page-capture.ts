import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { textOfMarkup } from '../../domain/text/text-of-markup.js';
import { isWebAddress } from '../../domain/web-address.js';
import { deadline } from '../../outbound/deadline.js';
import { Outbound, outboundProblem, type OutboundProblem } from '../../outbound/outbound.js';

const ALL_IN_MS = 10_000;
const BYTES_AT_MOST = 10 * 1024 * 1024;
const REDIRECTS_AT_MOST = 3;
const MARKUP = /^(text\/html|application\/xhtml\+xml)$/;

/**
 * `refused_address`: not http(s), not a public address, or not a port of the web; `too_large`: more than 10 MB;
 * `timeout`: not all within 10 s; `connection`: no connection, or no trusted certificate.
 */
export type CaptureProblem = OutboundProblem | 'too_large' | 'too_many_redirects';

/** What came back from an address. */
export interface Capture {
  /** The address that answered, after redirects. */
  finalUrl: string;
  httpStatus: number | null;
  mediaType: string | null;
  /** Bytes of the body. */
  size: number | null;
  /** Of the body, in lower-case hexadecimal. */
  sha256: string | null;
  /** Of the text that a page shows, without markup and scripts; of anything else the same as `sha256`. */
  textSha256: string | null;
  problem: CaptureProblem | null;
}

class CaptureError extends Error {
  constructor(readonly problem: CaptureProblem) {
    super(problem);
  }
}

/** Reads a page, from nowhere but where `outbound` lets it go. */
export class PageCapture {
  private readonly headers: Record<string, string>;

  /** @param purpose is told to the other side */
  constructor(
    private readonly outbound: Outbound,
    purpose = 'evidence capture',
  ) {
    this.headers = {
      accept: '*/*',
      'accept-encoding': 'identity',
      'user-agent': `service-level-catalogue (${purpose})`,
    };
  }

  /**
   * Never throws for what the other side does: a failure is a record too.
   * @param stop ends it before its time
   */
  async capture(url: string, stop?: AbortSignal): Promise<Capture> {
    const { signal, clear } = deadline(ALL_IN_MS, stop);
    const capture: Capture = {
      finalUrl: url,
      httpStatus: null,
      mediaType: null,
      size: null,
      sha256: null,
      textSha256: null,
      problem: null,
    };
    try {
      const response = await this.follow(capture, signal);
      return { ...capture, ...(await readBody(response)) };
    } catch (error) {
      const problem = error instanceof CaptureError ? error.problem : outboundProblem(error, signal);
      return { ...capture, problem };
    } finally {
      clear();
    }
  }

  private async follow(capture: Capture, signal: AbortSignal): Promise<IncomingMessage> {
    for (let redirects = 0; ; redirects += 1) {
      const response = await this.outbound.send(
        capture.finalUrl,
        { method: 'GET', headers: this.headers },
        signal,
      );
      capture.httpStatus = response.statusCode ?? null;
      const { location } = response.headers;
      if (![301, 302, 303, 307, 308].includes(response.statusCode ?? 0) || location === undefined)
        return response;
      response.destroy();
      if (redirects === REDIRECTS_AT_MOST) throw new CaptureError('too_many_redirects');
      if (!URL.canParse(location, capture.finalUrl)) throw new CaptureError('refused_address');
      const next = new URL(location, capture.finalUrl).href;
      if (next.length > 2000 || !isWebAddress(next)) throw new CaptureError('refused_address');
      capture.finalUrl = next;
    }
  }
}

async function readBody(response: IncomingMessage): Promise<Partial<Capture>> {
  const mediaType = mediaTypeOf(response.headers['content-type']);
  const isMarkup = mediaType !== null && MARKUP.test(mediaType);
  const hash = createHash('sha256');
  const markup: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BYTES_AT_MOST) {
      response.destroy();
      throw new CaptureError('too_large');
    }
    hash.update(chunk);
    if (isMarkup) markup.push(chunk);
  }
  if (!response.complete) throw new CaptureError('connection');
  const sha256 = hash.digest('hex');
  const textSha256 = isMarkup ? hashOfText(Buffer.concat(markup)) : sha256;
  return { size, sha256, textSha256, mediaType };
}

/** Read as UTF-8 whatever it is: two readings of one page agree, which is all that is asked of them. */
function hashOfText(markup: Buffer): string {
  return createHash('sha256')
    .update(textOfMarkup(markup.toString('utf8')))
    .digest('hex');
}

function mediaTypeOf(contentType: string | undefined): string | null {
  const type = contentType?.split(';')[0]!.trim().toLowerCase() ?? '';
  return /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/.test(type) ? type : null;
}
