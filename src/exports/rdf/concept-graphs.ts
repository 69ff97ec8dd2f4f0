import type { Quad } from 'n3';
import type { LevelScheme } from '../../domain/level-scheme/scheme.js';
import { code, describeNode, inBoth, iri, vi } from './describe-node.js';
import type { RdfNames } from './names.js';

/** The level scheme as a concept scheme, with a concept for services that have not reached the first level. */
export function levelSchemeGraph(names: RdfNames, { id, title }: LevelScheme): Quad[] {
  const scheme = names.scheme(id);
  const levels = [null, 1, 2, 3];
  return [
    ...describeNode(names, scheme, {
      a: names.term('skos:ConceptScheme'),
      'dct:identifier': code(id),
      'dct:title': inBoth(title.vi, title.en),
      'skos:hasTopConcept': levels.map((level) => iri(names.level(id, level))),
    }),
    ...levels.flatMap((level) =>
      describeNode(names, names.level(id, level), {
        a: names.term('skos:Concept'),
        'skos:notation': code(String(level ?? 'none')),
        'skos:prefLabel':
          level === null
            ? inBoth('Chưa đạt mức độ 1', 'Below level 1')
            : inBoth(`Mức độ ${level}`, `Level ${level}`),
        'skos:inScheme': iri(scheme),
      }),
    ),
  ];
}

/** The schemes of fields, of manners of handing in, and of those whom a procedure serves. */
export function otherSchemesGraph(names: RdfNames): Quad[] {
  const scheme = (id: string, vietnamese: string, english: string) =>
    describeNode(names, names.scheme(id), {
      a: names.term('skos:ConceptScheme'),
      'dct:identifier': code(id),
      'dct:title': inBoth(vietnamese, english),
    });
  return [
    ...scheme('fields', 'Lĩnh vực thủ tục hành chính', 'Fields of administrative procedures'),
    ...scheme('channels', 'Cách thức thực hiện', 'Manners of handing in'),
    ...scheme('subjects', 'Đối tượng thực hiện', 'Those whom a procedure serves'),
  ];
}

export function fieldGraph(names: RdfNames, field: { code: string; name: string }): Quad[] {
  return describeNode(names, names.field(field.code), {
    a: names.term('skos:Concept'),
    'skos:notation': code(field.code),
    'skos:prefLabel': vi(field.name),
    'skos:inScheme': iri(names.scheme('fields')),
  });
}

export function languageGraph(names: RdfNames): Quad[] {
  return describeNode(names, names.vietnamese, {
    a: names.term('dct:LinguisticSystem'),
    'skos:prefLabel': inBoth('Tiếng Việt', 'Vietnamese'),
  });
}
