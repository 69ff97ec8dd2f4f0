import type { Quad } from 'n3';
import type { PublishedService } from '../../domain/published-service.js';
import { OWN_SCHEME } from '../../schemes/level-schemes.query.js';
import { code, describeNode, iri, inBoth, type Properties, typed, vi, webPage } from './describe-node.js';
import type { RdfNames } from './names.js';

/**
 * A published service as cpsv:PublicService of CPSV-AP 3.2.0. CPSV-AP has no property for a level: it is a concept of the
 * scheme that the catalogue publishes.
 * @param ofProcedure what the service says because of its procedure
 */
export function serviceGraph(names: RdfNames, service: PublishedService, ofProcedure: Properties): Quad[] {
  const { procedure, agency, links } = service;
  const level = (value: number | null) => iri(names.level(OWN_SCHEME, value));
  return describeNode(names, names.service(service.id), {
    a: names.term('cpsv:PublicService'),
    'dct:identifier': code(service.id),
    'dct:title': inBoth(procedure.name, procedure.nameEn),
    'dct:description': vi(`${procedure.name} tại ${agency.name}`),
    'dct:isPartOf': iri(names.catalogue),
    'dct:language': iri(names.vietnamese),
    'dct:modified': typed(names, service.updatedAt, 'xsd:dateTime'),
    'cv:hasCompetentAuthority': iri(names.agency(agency.code)),
    'cv:thematicArea': iri(names.field(service.field.code)),
    'cv:isClassifiedBy': level(service.level),
    ...ofProcedure,
    'slc:basis': service.basis === null ? null : code(service.basis),
    'slc:declaredLevel': level(service.declaredLevel),
    'slc:verifiedLevel': service.verifiedLevel === null ? null : level(service.verifiedLevel),
    'slc:supportedLevel': level(service.supportedLevel),
    'slc:heldBackBy': service.heldBackBy.map(code),
    'slc:levelSince': service.levelSince === null ? null : typed(names, service.levelSince, 'xsd:date'),
    'slc:demonstration': typed(names, String(service.demonstration), 'xsd:boolean'),
    'foaf:page': links.information === null ? null : webPage(links.information),
    'slc:form': links.forms.map(webPage),
    'slc:submission': links.submission === null ? null : webPage(links.submission),
    'slc:status': links.status === null ? null : webPage(links.status),
  });
}
