import type { Quad } from 'n3';
import type { Queries, Snapshot } from '../database/reader.js';
import type { PublishedService } from '../domain/published-service.js';
import type { ServiceSlice, ServiceStream } from '../publication/service-stream.query.js';
import { levelSchemes } from '../schemes/level-schemes.query.js';
import {
  describedAgencies,
  describedProcedures,
  procedureKey,
  versionsInForce,
} from './rdf-records.query.js';
import { agencyGraph, type DescribedAgency } from './rdf/agency-graph.js';
import { catalogueGraph } from './rdf/catalogue-graph.js';
import { fieldGraph, languageGraph, levelSchemeGraph, otherSchemesGraph } from './rdf/concept-graphs.js';
import type { GraphWriter } from './rdf/graph-writer.js';
import { jsonldWriter } from './rdf/jsonld.js';
import { RdfNames } from './rdf/names.js';
import { procedureGraph, type ProcedureGraph } from './rdf/procedure-graph.js';
import { serviceGraph } from './rdf/service-graph.js';
import { turtleWriter } from './rdf/turtle.js';
import { vocabularyGraph } from './rdf/vocabulary-graph.js';
import type { Sink } from './sink.js';

/**
 * Characters of text that are handed on at once. V8 keeps a text of more than 128 KB by itself and collects it late: larger chunks are
 * garbage that grows.
 */
const CHUNK = 32 * 1024;

/** Services whose documents are held at once: each becomes twenty times its size in statements before it is text. */
const SERVICES_AT_ONCE = 50;

export async function writeTurtle(
  queries: Snapshot,
  services: ServiceStream,
  sink: Sink,
  base: string,
): Promise<void> {
  const names = new RdfNames(base);
  await writeGraph(serviceGraphs(queries, services, names), turtleWriter(names), sink);
}

export async function writeJsonld(
  queries: Snapshot,
  services: ServiceStream,
  sink: Sink,
  base: string,
): Promise<void> {
  const names = new RdfNames(base);
  await writeGraph(serviceGraphs(queries, services, names), jsonldWriter(names), sink);
}

async function writeGraph(graphs: AsyncIterable<Quad[]>, writer: GraphWriter, sink: Sink): Promise<void> {
  let text = '';
  for await (const quads of graphs) {
    text += writer.add(quads);
    if (text.length >= CHUNK) {
      await sink.write(text);
      text = '';
    }
  }
  await sink.write(text + writer.end());
}

/**
 * Everything that the RDF of these services says: first the catalogue and its schemes, then each service after what it
 * points to and was not said yet. Whatever is pointed to is described, as the shapes of CPSV-AP want it.
 */
export async function* serviceGraphs(
  queries: Queries,
  services: ServiceStream,
  names: RdfNames,
): AsyncGenerator<Quad[]> {
  const { own } = await levelSchemes(queries);
  const agencies = await describedAgencies(queries);
  yield* frame(names, agencies, services);
  yield levelSchemeGraph(names, own);
  const describer = new ServiceDescriber(queries, names, services.asOf);
  for await (const slice of services.slices(SERVICES_AT_ONCE)) yield* describer.describe(slice);
}

/** What every graph begins with: the catalogue, its vocabulary and schemes, and the agencies. */
export function* frame(
  names: RdfNames,
  agencies: DescribedAgency[],
  { head, asOf }: Pick<ServiceStream, 'head' | 'asOf'>,
): Generator<Quad[]> {
  const publisher = agencies.find((agency) => agency.parentCode === null) ?? null;
  yield catalogueGraph(names, publisher, { modified: head.at, asOf });
  yield [...languageGraph(names), ...vocabularyGraph(names), ...otherSchemesGraph(names)];
  for (const agency of agencies) yield agencyGraph(names, agency);
}

class ServiceDescriber {
  /** Laws, fields and concepts already described: as many as procedures name, however many services there are. */
  private readonly said = new Set<string>();
  private last: { key: string; graph: ProcedureGraph } | undefined;

  constructor(
    private readonly queries: Queries,
    private readonly names: RdfNames,
    private readonly day: string,
  ) {}

  async *describe({ rows, docs }: ServiceSlice): AsyncGenerator<Quad[]> {
    const versions = await this.versionsOf(rows);
    const procedures = await describedProcedures(
      this.queries,
      rows.map((row, i) => ({ code: row.procedure_code, no: versions[i]! })),
    );
    for (const [i, row] of rows.entries()) {
      const service = JSON.parse(docs[i]!) as PublishedService;
      const key = procedureKey(row.procedure_code, versions[i]!);
      if (this.last?.key !== key) {
        const graph = procedureGraph(this.names, procedures.get(key)!);
        this.last = { key, graph };
        yield [...graph.quads, ...this.unsaid(graph.shared)];
      }
      yield [
        ...this.unsaid(
          new Map([[this.names.field(service.field.code), fieldGraph(this.names, service.field)]]),
        ),
        ...serviceGraph(this.names, service, this.last.graph.ofService),
      ];
    }
  }

  private *unsaid(shared: Map<string, Quad[]>): Generator<Quad> {
    for (const [uri, quads] of shared) {
      if (this.said.has(uri)) continue;
      this.said.add(uri);
      yield* quads;
    }
  }

  private async versionsOf(rows: ServiceSlice['rows']): Promise<number[]> {
    const missing = rows.filter((row) => row.version_no === undefined).map((row) => row.service_id);
    const found = missing.length > 0 ? await versionsInForce(this.queries, missing, this.day) : undefined;
    return rows.map((row) => row.version_no ?? found!.get(row.service_id)!);
  }
}
