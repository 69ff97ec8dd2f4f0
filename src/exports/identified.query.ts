import type { Quad } from 'n3';
import type { Snapshot } from '../database/reader.js';
import { CODE_PATTERN } from '../http/coded-input.js';
import { notFound } from '../http/problem.js';
import { serviceStream } from '../publication/service-stream.query.js';
import { levelSchemes } from '../schemes/level-schemes.query.js';
import { describedAgencies, describedProcedures, procedureKey } from './rdf-records.query.js';
import { frame, serviceGraphs } from './rdf-export.js';
import { fieldGraph, levelSchemeGraph } from './rdf/concept-graphs.js';
import { lawGraph } from './rdf/law-graph.js';
import type { RdfNames } from './rdf/names.js';
import { procedureGraph } from './rdf/procedure-graph.js';
import { reachable } from './rdf/reachable.js';

/** The kinds of things that have a URI with an id of their own. */
export const IDENTIFIED_KINDS = [
  'service',
  'agency',
  'procedure',
  'field',
  'scheme',
  'legal-resource',
] as const;
export type IdentifiedKind = (typeof IDENTIFIED_KINDS)[number];

/**
 * What the catalogue says of one thing, and of all that this points to.
 * @throws Problem 404
 */
export async function identifiedGraph(
  snapshot: Snapshot,
  names: RdfNames,
  kind: IdentifiedKind,
  id: string,
): Promise<Quad[]> {
  switch (kind) {
    case 'service':
      return serviceOf(snapshot, names, id);
    case 'procedure':
      return procedureOf(snapshot, names, id);
    case 'field':
      return fieldOf(snapshot, names, id);
    case 'legal-resource':
      return lawOf(snapshot, names, id);
    case 'agency':
      return found(reachable(await frameOf(snapshot, names), names.agency(id)));
    case 'scheme':
      return schemeOf(snapshot, names, id);
  }
}

/** The catalogue itself, its files and its publisher. */
export async function catalogueItself(snapshot: Snapshot, names: RdfNames): Promise<Quad[]> {
  return reachable(await frameOf(snapshot, names), names.catalogue);
}

async function frameOf(snapshot: Snapshot, names: RdfNames): Promise<Quad[]> {
  const services = await serviceStream(snapshot, {});
  return [...frame(names, await describedAgencies(snapshot), services)].flat();
}

async function serviceOf(snapshot: Snapshot, names: RdfNames, id: string): Promise<Quad[]> {
  const [agency = '', procedure = ''] = id.split('~');
  if (!CODE_PATTERN.test(agency) || !CODE_PATTERN.test(procedure)) throw notFound();
  const quads: Quad[] = [];
  const services = await serviceStream(snapshot, { agency, procedure });
  for await (const more of serviceGraphs(snapshot, services, names)) quads.push(...more);
  return found(reachable(quads, names.service(id)));
}

async function procedureOf(snapshot: Snapshot, names: RdfNames, code: string): Promise<Quad[]> {
  const row = await snapshot.get<{ no: number | null }>(
    'SELECT published_no AS no FROM procedure WHERE code = :code',
    { code },
  );
  if (!row || row.no === null) throw notFound();
  const procedures = await describedProcedures(snapshot, [{ code, no: row.no }]);
  const graph = procedureGraph(names, procedures.get(procedureKey(code, row.no))!);
  const frames = await frameOf(snapshot, names);
  const said = [...graph.quads, ...[...graph.shared.values()].flat()];
  // Its parts point to nothing of their own procedure, hence all of them are taken.
  const pointedTo = said.flatMap(({ object }) => reachable(frames, object.value));
  return [...said, ...new Set(pointedTo)];
}

async function fieldOf(snapshot: Snapshot, names: RdfNames, code: string): Promise<Quad[]> {
  const field = await snapshot.get<{ code: string; name: string }>(
    'SELECT code, name FROM field WHERE code = :code',
    { code },
  );
  if (!field) throw notFound();
  return reachable([...fieldGraph(names, field), ...(await frameOf(snapshot, names))], names.field(code));
}

async function lawOf(snapshot: Snapshot, names: RdfNames, number: string): Promise<Quad[]> {
  const named = await snapshot.get<{ procedure_code: string }>(
    `SELECT procedure_code FROM procedure_version
     WHERE state IN ('published', 'superseded', 'repealed') AND content LIKE :quoted ESCAPE '!' LIMIT 1`,
    { quoted: `%${JSON.stringify(number).replace(/[!%_]/g, '!$&')}%` },
  );
  if (!named) throw notFound();
  return lawGraph(names, number);
}

async function schemeOf(snapshot: Snapshot, names: RdfNames, id: string): Promise<Quad[]> {
  const { own } = await levelSchemes(snapshot);
  const quads = [...levelSchemeGraph(names, own), ...(await frameOf(snapshot, names))];
  return found(reachable(quads, names.scheme(id)));
}

function found(quads: Quad[]): Quad[] {
  if (quads.length === 0) throw notFound();
  return quads;
}
