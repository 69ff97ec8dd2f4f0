import jsonld from 'jsonld';
import n3, { type Quad } from 'n3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { RdfNames } from '../../src/exports/rdf/names.js';
import { serviceGraphs } from '../../src/exports/rdf-export.js';
import { serviceStream } from '../../src/publication/service-stream.query.js';
import { readSeedFiles } from '../../src/seeding/seed-files.js';
import { Seeding } from '../../src/seeding/seeding.service.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { cpsvApCheck } from '../support/shacl.js';

const CPSV = 'http://purl.org/vocab/cpsv#';
const QUADS_A_CHECK = 30_000;

/** Everything that the statements point to, and what that points to. */
function pointedTo(quads: readonly Quad[], shared: ReadonlyMap<string, Quad[]>): Quad[] {
  const found = new Map<string, Quad[]>();
  const look = (statements: readonly Quad[]) => {
    for (const { object } of statements) {
      const about = shared.get(object.value);
      if (!about || found.has(object.value)) continue;
      found.set(object.value, about);
      look(about);
    }
  };
  look(quads);
  return [...found.values()].flat();
}

describe('The RDF of the whole demonstration', () => {
  let catalogue: Catalogue;
  const check = cpsvApCheck();

  beforeAll(async () => {
    catalogue = await startCatalogue('better-sqlite3');
    await catalogue.app.get(Seeding).load('demo', readSeedFiles(), () => undefined);
  });
  afterAll(async () => catalogue.close());

  const text = async (path: string) => {
    const answer = await catalogue
      .http()
      .get(`/api/v1${path}`)
      .buffer(true)
      .parse((response, done) => {
        response.setEncoding('utf8');
        let whole = '';
        response.on('data', (chunk: string) => (whole += chunk));
        response.on('end', () => done(null, whole));
      })
      .expect(200);
    return answer.body as string;
  };

  it('conforms to CPSV-AP 3.2.0, every service of it', async () => {
    let conforming = 0;
    const violations: string[] = [];
    await catalogue.app.get(Reader).snapshot(async (snapshot) => {
      const services = await serviceStream(snapshot, {});
      // What many services point to, so that each part that is checked holds all that it points to.
      const shared = new Map<string, Quad[]>();
      let part: Quad[] = [];
      const checkPart = async () => {
        violations.push(...(await check([...part, ...pointedTo(part, shared)])));
        conforming += part.filter(({ object }) => object.value === `${CPSV}PublicService`).length;
        part = [];
      };
      for await (const quads of serviceGraphs(snapshot, services, new RdfNames('http://catalogue.test'))) {
        const beginsProcedure = quads[0]!.object.value.endsWith('vocabulary#Procedure');
        if (beginsProcedure && part.length >= QUADS_A_CHECK) await checkPart();
        part.push(...quads);
        for (const quad of quads) {
          const subject = quad.subject.value;
          if (/\/id\/(service|procedure)\//.test(subject)) continue;
          shared.set(subject, [...(shared.get(subject) ?? []), quad]);
        }
      }
      await checkPart();
    });
    expect(violations).toEqual([]);
    const { body } = await catalogue.http().get('/api/v1/services?limit=1').expect(200);
    expect(conforming).toBe(body.total);
    expect(conforming).toBeGreaterThan(12_000);
  });

  it('would not conform if a service lacked its authority, or a cost were a whole number', async () => {
    const turtle = await text('/services.ttl?agency=STP&procedure=1.000688');
    const quads = new n3.Parser().parse(turtle);
    expect(await check(quads)).toEqual([]);
    const withoutAuthority = quads.filter(({ predicate }) => !predicate.value.endsWith('CompetentAuthority'));
    expect(await check(withoutAuthority)).toEqual([
      'http://catalogue.test/id/service/STP~1.000688 http://data.europa.eu/m8g/hasCompetentAuthority',
    ]);
    const wholeNumbers = turtle.replaceAll('^^xsd:double', '^^xsd:integer');
    expect(await check(new n3.Parser().parse(wholeNumbers))).not.toEqual([]);
    const untagged = turtle.replaceAll('@vi', '');
    expect(await check(new n3.Parser().parse(untagged))).not.toEqual([]);
  });

  it('says the same in JSON-LD as in Turtle', async () => {
    const turtle = new n3.Parser().parse(await text('/services.ttl?agency=080'));
    const document = JSON.parse(await text('/services.jsonld?agency=080')) as object;
    const nquads = await jsonld.toRDF(document, { format: 'application/n-quads' });
    const parsed = new n3.Parser({ format: 'N-Quads' }).parse(nquads);
    const lines = (quads: Quad[]) => [...new Set(quads.map((quad) => JSON.stringify(quad)))].sort();
    expect(turtle.length).toBeGreaterThan(1000);
    expect(lines(parsed)).toEqual(lines(turtle));
  });

  it('is valid also where nothing is found', async () => {
    const empty = 'agency=STP&level=3&basis=verified';
    expect(await check(new n3.Parser().parse(await text(`/services.ttl?${empty}`)))).toEqual([]);
    expect(JSON.parse(await text(`/services.jsonld?${empty}`))).toHaveProperty('@graph');
  });
});
