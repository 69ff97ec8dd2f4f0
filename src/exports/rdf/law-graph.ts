import type { Quad } from 'n3';
import { code, describeNode, vi } from './describe-node.js';
import type { RdfNames } from './names.js';

/** A legal document, known by its number alone. */
export function lawGraph(names: RdfNames, number: string): Quad[] {
  return describeNode(names, names.law(number), {
    a: names.term('eli:LegalResource'),
    'dct:identifier': code(number),
    'dct:title': vi(number),
  });
}
