import type { Quad } from 'n3';
import { code, describeNode, iri, inBoth } from './describe-node.js';
import type { RdfNames } from './names.js';

export interface DescribedAgency {
  code: string;
  name: string;
  nameEn: string | null;
  parentCode: string | null;
}

/** An agency as cv:PublicOrganisation, with the place that it serves. */
export function agencyGraph(names: RdfNames, agency: DescribedAgency): Quad[] {
  const uri = names.agency(agency.code);
  const place = `${uri}#territory`;
  return [
    ...describeNode(names, uri, {
      a: names.term('cv:PublicOrganisation'),
      'dct:identifier': code(agency.code),
      'skos:prefLabel': inBoth(agency.name, agency.nameEn),
      'dct:spatial': iri(place),
      'org:subOrganizationOf': agency.parentCode === null ? null : iri(names.agency(agency.parentCode)),
    }),
    ...describeNode(names, place, {
      a: names.term('dct:Location'),
      'skos:prefLabel': inBoth(
        `Địa bàn của ${agency.name}`,
        agency.nameEn && `Territory of ${agency.nameEn}`,
      ),
    }),
  ];
}
