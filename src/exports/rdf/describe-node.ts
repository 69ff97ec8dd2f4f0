import n3, { type Literal, type NamedNode, type Quad, type Term } from 'n3';
import type { RdfNames } from './names.js';

const { literal, namedNode, quad } = n3.DataFactory;

/** What is said of one thing: values by the name of the property; `a` stands for its types. */
export type Properties = Record<string, Term | readonly Term[] | null>;

/** The statements about one thing, in the order given. */
export function describeNode(names: RdfNames, subject: string, properties: Properties): Quad[] {
  const about = namedNode(subject);
  return Object.entries(properties).flatMap(([property, values]) => {
    const predicate = names.term(property === 'a' ? 'rdf:type' : property);
    return [values ?? []].flat().map((value) => quad(about, predicate, value as Term));
  });
}

export const iri = (address: string): NamedNode => namedNode(address);
export const vi = (text: string): Literal => literal(text, 'vi');
export const en = (text: string): Literal => literal(text, 'en');
export const code = (text: string): Literal => literal(text);

/** A value of a datatype, such as `xsd:date`. */
export function typed(names: RdfNames, value: string, type: string): Literal {
  return literal(value, names.term(type));
}

/** @returns the text in Vietnamese, and in English where there is one */
export function inBoth(vietnamese: string, english: string | null | undefined): Literal[] {
  return english ? [vi(vietnamese), en(english)] : [vi(vietnamese)];
}

/** Characters that an address may hold in practice but an IRI of RDF may not. */
const NOT_IN_IRI = /[\s<>"{}|\\^`]|\p{Cc}/gu;

/** An address of the web as a node. */
export function webPage(address: string): NamedNode {
  return namedNode(address.replace(NOT_IN_IRI, (character) => encodeURIComponent(character)));
}
