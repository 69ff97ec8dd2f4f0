import type { ServiceStream } from '../publication/service-stream.query.js';
import type { Sink } from './sink.js';

/** The services as JSON lines, each in canonical form (RFC 8785). */
export async function writeJsonl(services: ServiceStream, sink: Sink): Promise<void> {
  for await (const lines of services.lines()) await sink.write(lines);
}
