import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { isCleanText } from './body-parser.js';
import { badRequest, type Fault, Problem } from './problem.js';

/** What is wrong with a request before any route looks at it. */
export function requestFault(request: FastifyRequest): Problem | undefined {
  return hostFault(request.raw) ?? addressFault(request.url) ?? bodyFault(request.headers);
}

/** A name or address with or without a port, as in addresses (RFC 3986, 3.2.2). */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]+)(?::\d{0,5})?$/i;

/** Node's parser lets a second Host header through, of which one would be ignored by somebody, and one that is no host. */
export function hostFault({ rawHeaders, httpVersion }: IncomingMessage): Problem | undefined {
  let hosts = 0;
  let isHost = true;
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!;
    if (name.length !== 4 || name.toLowerCase() !== 'host') continue;
    hosts += 1;
    isHost = HOST.test(rawHeaders[i + 1]!);
  }
  const isRight = isHost && (hosts === 1 || (hosts === 0 && httpVersion === '1.0'));
  return isRight ? undefined : new Problem(400, 'bad_request');
}

/** Half an escape, bytes that are no UTF-8, and control characters would reach queries and the log. */
function addressFault(url: string): Problem | undefined {
  if (isCleanAddress(url)) return undefined;
  const at = url.indexOf('?');
  const [path, query] = at < 0 ? [url, ''] : [url.slice(0, at), url.slice(at + 1)];
  const faults: Fault[] = isCleanAddress(path) ? [] : [{ in: 'path', pointer: '', code: 'ill_formed_text' }];
  for (const part of query.split('&').filter((part) => !isCleanAddress(part))) {
    const name = part.split('=')[0]!;
    const pointer = isCleanAddress(name) ? `/${decodeURIComponent(name)}` : '';
    faults.push({ in: 'query', pointer, code: 'ill_formed_text' });
  }
  return badRequest(faults.slice(0, 100));
}

function isCleanAddress(text: string): boolean {
  if (!text.includes('%')) return isCleanText(text);
  try {
    return isCleanText(decodeURIComponent(text));
  } catch {
    return false;
  }
}

/** Bodies come plain: what is compressed could grow without limit, and another encoding would be misread. */
function bodyFault(headers: IncomingHttpHeaders): Problem | undefined {
  const { 'content-encoding': coding, 'content-type': type } = headers;
  const charset = /;\s*charset\s*=\s*"?([\w-]+)/i.exec(type ?? '')?.[1]?.toLowerCase();
  const isPlain = coding === undefined || coding.toLowerCase() === 'identity';
  if (isPlain && (charset === undefined || charset === 'utf-8' || charset === 'utf8')) return undefined;
  return new Problem(415, 'media_type', { params: { expected: 'application/json (UTF-8)' } });
}
