/** The part of n3 that is used here; the package brings no types of its own. */
declare module 'n3' {
  export interface NamedNode {
    readonly termType: 'NamedNode';
    readonly value: string;
  }
  export interface Literal {
    readonly termType: 'Literal';
    readonly value: string;
    readonly language: string;
    readonly datatype: NamedNode;
  }
  export type Term = NamedNode | Literal;
  export interface Quad {
    readonly subject: NamedNode;
    readonly predicate: NamedNode;
    readonly object: Term;
  }

  interface TextTaker {
    write(text: string, encoding: string, done?: () => void): void;
    end(done?: () => void): void;
  }

  class Writer {
    constructor(taker: TextTaker, options: { prefixes: Record<string, string> });
    addQuads(quads: readonly Quad[]): void;
    end(): void;
  }
  class Parser {
    constructor(options?: { format?: string; baseIRI?: string });
    parse(text: string): Quad[];
  }
  class Store {
    constructor(quads?: readonly Quad[]);
    readonly size: number;
    addQuads(quads: readonly Quad[]): void;
    getQuads(subject: Term | null, predicate: Term | null, object: Term | null): Quad[];
    [Symbol.iterator](): Iterator<Quad>;
  }

  const n3: {
    DataFactory: {
      namedNode(iri: string): NamedNode;
      literal(value: string, languageOrDatatype?: string | NamedNode): Literal;
      quad(subject: NamedNode, predicate: NamedNode, object: Term): Quad;
    };
    Writer: typeof Writer;
    Parser: typeof Parser;
    Store: typeof Store;
  };
  export default n3;
}
