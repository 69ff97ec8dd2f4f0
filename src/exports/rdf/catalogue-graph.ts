import type { Quad } from 'n3';
import type { DescribedAgency } from './agency-graph.js';
import { code, describeNode, en, inBoth, iri, typed, vi } from './describe-node.js';
import type { RdfNames } from './names.js';

/** Media types as IANA registers them. */
const DISTRIBUTIONS = [
  ['csv', 'CSV', 'text/csv'],
  ['xlsx', 'XLSX', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['jsonl', 'JSON Lines', 'application/x-ndjson'],
  ['jsonld', 'JSON-LD', 'application/ld+json'],
  ['ttl', 'Turtle', 'text/turtle'],
] as const;

/**
 * The catalogue as dcat:Catalog and dcat:Dataset, with its files.
 * @param publisher the agency over all others; null where there is none yet
 */
export function catalogueGraph(
  names: RdfNames,
  publisher: DescribedAgency | null,
  { modified, asOf }: { modified: string; asOf: string },
): Quad[] {
  const agent = publisher === null ? `${names.catalogue}#publisher` : names.agency(publisher.code);
  const distributions = DISTRIBUTIONS.map(([format]) => `${names.catalogue}#${format}`);
  return [
    ...describeNode(names, names.catalogue, {
      a: [names.term('dcat:Dataset'), names.term('dcat:Catalog')],
      'dct:title': inBoth(
        'Danh mục mức độ dịch vụ công trực tuyến',
        'Catalogue of the online level of public services',
      ),
      'dct:description': [
        vi('Danh mục dịch vụ công đã công bố, mỗi dịch vụ với mức độ trực tuyến và căn cứ của mức độ đó.'),
        en(
          'The published list of public services, each with its online level and where that level comes from.',
        ),
      ],
      'dct:publisher': iri(agent),
      'dct:language': iri(names.vietnamese),
      'dct:modified': typed(names, modified, 'xsd:dateTime'),
      'dct:temporal': iri(`${names.catalogue}#day`),
      'dcat:distribution': distributions.map(iri),
    }),
    ...describeNode(names, `${names.catalogue}#day`, {
      a: names.term('dct:PeriodOfTime'),
      'dcat:startDate': typed(names, asOf, 'xsd:date'),
      'dcat:endDate': typed(names, asOf, 'xsd:date'),
    }),
    ...describeNode(names, agent, {
      a: names.term('foaf:Agent'),
      'dct:identifier': code(publisher?.code ?? 'publisher'),
      'dct:title':
        publisher === null ? inBoth('Đơn vị vận hành', 'Operator') : inBoth(publisher.name, publisher.nameEn),
    }),
    ...DISTRIBUTIONS.flatMap(([format, title, mediaType], i) =>
      describeNode(names, distributions[i]!, {
        a: names.term('dcat:Distribution'),
        'dct:title': inBoth(title, title),
        'dcat:downloadURL': iri(names.download(format)),
        'dcat:mediaType': iri(`https://www.iana.org/assignments/media-types/${mediaType}`),
      }),
    ),
  ];
}
