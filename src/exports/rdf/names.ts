import n3, { type NamedNode } from 'n3';

const VOCABULARIES: Record<string, string> = {
  cpsv: 'http://purl.org/vocab/cpsv#',
  cv: 'http://data.europa.eu/m8g/',
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  eli: 'http://data.europa.eu/eli/ontology#',
  foaf: 'http://xmlns.com/foaf/0.1/',
  org: 'http://www.w3.org/ns/org#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  skos: 'http://www.w3.org/2004/02/skos/core#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
};

/** Authority tables of the Publications Office of the European Union. */
const EU_AUTHORITY = 'http://publications.europa.eu/resource/authority/';

/** Every name in the catalogue's RDF: those of the vocabularies, and those that the catalogue gives to what it describes. */
export class RdfNames {
  /** `slc` stands for what the catalogue says beyond CPSV-AP. */
  readonly prefixes: Record<string, string>;
  private readonly terms = new Map<string, NamedNode>();

  /** @param base of every URI, without a slash at its end */
  constructor(private readonly base: string) {
    this.prefixes = { ...VOCABULARIES, slc: `${base}/id/vocabulary#` };
  }

  /** `dct:title` as a node. */
  term(name: string): NamedNode {
    let term = this.terms.get(name);
    if (!term) {
      const colon = name.indexOf(':');
      const start = this.prefixes[name.slice(0, colon)];
      if (start === undefined) throw new Error(`No vocabulary is known as ${name}`);
      this.terms.set(name, (term = n3.DataFactory.namedNode(start + name.slice(colon + 1))));
    }
    return term;
  }

  service(id: string): string {
    return this.id('service', id);
  }

  agency(code: string): string {
    return this.id('agency', code);
  }

  procedure(code: string): string {
    return this.id('procedure', code);
  }

  field(code: string): string {
    return this.id('field', code);
  }

  /** A concept scheme: of levels `nd43-2011`, of fields `fields`, of channels `channels`, of those served `subjects`. */
  scheme(id: string): string {
    return this.id('scheme', id);
  }

  /** @param level null: not even the first */
  level(scheme: string, level: number | null): string {
    return `${this.scheme(scheme)}/level/${level ?? 'none'}`;
  }

  law(number: string): string {
    return this.id('legal-resource', number);
  }

  get catalogue(): string {
    return `${this.base}/id/catalogue`;
  }

  get vocabulary(): string {
    return `${this.base}/id/vocabulary`;
  }

  download(format: string): string {
    return `${this.base}/api/v1/services.${format}`;
  }

  currency(code: string): string {
    return `${EU_AUTHORITY}currency/${code}`;
  }

  get vietnamese(): string {
    return `${EU_AUTHORITY}language/VIE`;
  }

  private id(kind: string, id: string): string {
    return `${this.base}/id/${kind}/${encodeURIComponent(id)}`;
  }
}
