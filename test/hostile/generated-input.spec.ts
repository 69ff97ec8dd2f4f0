import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenApiDocument } from '../../src/openapi/openapi-document.service.js';
import { type Catalogue, ENGINES, startCatalogue } from '../support/catalogue.js';
import { TEST_LIMIT_MS } from '../support/patience.js';
import { loadSample } from '../support/sample.js';
import { DocumentReader } from './generator/operations.js';
import { requestsTo } from './generator/requests.js';
import { Sender } from './generator/sender.js';

// `npm run fuzz -- --requests N --seed N --database sqlite|postgres` sends more, to one database.
const LONG = Number(process.env['FUZZ_REQUESTS'] ?? 0);
const SEED = Number(process.env['FUZZ_SEED'] ?? 2012);
const QUICK = 308;
/** After so many a fresh catalogue is begun, since accounts end and services close on the way. */
const REQUESTS_OF_CATALOGUE = 3_100;

const DATABASE = process.env['FUZZ_DATABASE'];
const engines = ENGINES.filter((engine) => DATABASE === undefined || DATABASE === engine);

describe.each(engines)('Every operation of the API (%s)', (engine) => {
  const rounds = Math.max(1, Math.ceil(LONG / REQUESTS_OF_CATALOGUE));
  describe.each(Array.from({ length: rounds }, (_, round) => SEED + round))('with seed %d', (seed) => {
    let catalogue: Catalogue;
    beforeAll(async () => {
      catalogue = await startCatalogue(engine);
      await loadSample(catalogue);
    });
    afterAll(async () => catalogue?.close());

    it(
      'answers what is sent to it as the document says: takes it, or refuses it with a problem',
      { timeout: LONG > 0 ? 3_600_000 : TEST_LIMIT_MS },
      async () => {
        const reader = new DocumentReader(catalogue.app.get(OpenApiDocument).document);
        const sender = new Sender(catalogue, reader);
        const { operations } = reader;
        expect(operations.length).toBeGreaterThan(100);
        const each = Math.ceil((LONG > 0 ? LONG / rounds : QUICK) / operations.length);
        const faults: string[] = [];
        let sent = 0;
        // Turn by turn, so that what one operation makes another meets.
        const turns = operations.map((operation, n) => requestsTo(reader, operation, each, seed * 1000 + n));
        for (let turn = 0; turn < each; turn += 1) {
          for (const requests of turns) {
            const fault = await sender.faultOf(requests[turn]!);
            sent += 1;
            if (fault !== undefined) faults.push(fault);
          }
        }
        if (LONG > 0) console.log(summaryOf(sender, seed, sent));
        expect(faults.slice(0, 40)).toEqual([]);
        // Most of them get as far as the use case, and many are done.
        expect(sender.statuses.get(200) ?? 0).toBeGreaterThan(sent / 10);
      },
    );
  });
});

function summaryOf({ statuses, refused }: Sender, seed: number, sent: number): string {
  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`);
  const lines = [...refused].sort(([, a], [, b]) => b - a).map(([key, count]) => `  ${count} x ${key}`);
  return `seed ${seed}: ${sent} requests; ${counts.join(', ')}\nfit the document, refused with 400:\n${lines.join('\n')}`;
}
