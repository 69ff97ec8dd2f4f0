import type { Quad, Term } from 'n3';
import { groupBy } from '../../domain/group-by.js';
import type { GraphWriter } from './graph-writer.js';
import type { RdfNames } from './names.js';

/** A node of JSON-LD: its properties by their short names, each with all its values. */
type JsonldNode = Record<string, unknown>;

/**
 * JSON-LD with one node a line. The context holds the prefixes alone and stands in the document: what a value is stands
 * at the value, so that nothing has to be fetched to read it. (The context that CPSV-AP publishes makes every title a text
 * without language, see docs/decisions.)
 */
export function jsonldWriter(names: RdfNames): GraphWriter {
  const shorten = shortener(names);
  let separator = `{"@context":${JSON.stringify(names.prefixes)},"@graph":[\n`;
  const begin = () => {
    const text = separator;
    separator = ',\n';
    return text;
  };
  return {
    add(quads: readonly Quad[]) {
      return nodesOf(quads, shorten)
        .map((node) => begin() + JSON.stringify(node))
        .join('');
    },
    end: () => `${separator.startsWith('{') ? separator : ''}\n]}\n`,
  };
}

function nodesOf(quads: readonly Quad[], shorten: (address: string) => string): JsonldNode[] {
  const bySubject = groupBy(quads, (quad) => quad.subject.value);
  return [...bySubject].map(([subject, about]) => {
    const node: Record<string, unknown[] | string> = { '@id': subject };
    for (const { predicate, object } of about) {
      const name = shorten(predicate.value);
      const isType = name === 'rdf:type';
      ((node[isType ? '@type' : name] ??= []) as unknown[]).push(
        isType ? shorten(object.value) : valueOf(object, shorten),
      );
    }
    return node;
  });
}

function valueOf(term: Term, shorten: (address: string) => string): JsonldNode {
  if (term.termType === 'NamedNode') return { '@id': term.value };
  if (term.language !== '') return { '@value': term.value, '@language': term.language };
  const type = shorten(term.datatype.value);
  return type === 'xsd:string' ? { '@value': term.value } : { '@value': term.value, '@type': type };
}

function shortener({ prefixes }: RdfNames): (address: string) => string {
  const known = new Map<string, string>();
  return (address) => {
    let short = known.get(address);
    if (short === undefined) {
      const found = Object.entries(prefixes).find(([, start]) => address.startsWith(start));
      known.set(address, (short = found ? `${found[0]}:${address.slice(found[1].length)}` : address));
    }
    return short;
  };
}
