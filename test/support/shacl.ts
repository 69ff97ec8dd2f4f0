import { readFileSync } from 'node:fs';
import n3, { type Quad, type Term } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';

const SHAPES = new URL('../cpsv-ap/cpsv-ap-SHACL.ttl', import.meta.url);

/** Quads as the validator looks for them: the store's own `match` makes a stream for each of its many questions. */
class Graph extends n3.Store {
  match(subject: Term | null, predicate: Term | null, object: Term | null): Quad[] {
    return this.getQuads(subject, predicate, object);
  }
}

/** The shapes of CPSV-AP 3.2.0, see test/cpsv-ap/NOTICE.md. */
function validator(): SHACLValidator {
  const shapes = new n3.Store(new n3.Parser().parse(readFileSync(SHAPES, 'utf8')));
  const shacl = new SHACLValidator(shapes as never);
  // No shape leads back to itself: nothing has to be counted, which costs more than the checks.
  shacl.validationEngine.maxNodeChecks = 0;
  return shacl;
}

/** Checks graphs against CPSV-AP. @returns every violation as `node path`; empty where the graph conforms */
export function cpsvApCheck(): (quads: readonly Quad[]) => Promise<string[]> {
  const shacl = validator();
  return async (quads) => {
    const report = await shacl.validate(new Graph(quads) as never);
    return report.results.map((result) => `${result.focusNode?.value} ${result.path?.value}`);
  };
}
