import { readFileSync } from 'node:fs';
import n3, { type Quad } from 'n3';
import SHACLValidator from 'rdf-validate-shacl';

const SHAPES = new URL('../cpsv-ap/cpsv-ap-SHACL.ttl', import.meta.url);

/** The shapes of CPSV-AP 3.2.0, see test/cpsv-ap/NOTICE.md. */
function validator(): SHACLValidator {
  const shapes = new n3.Store(new n3.Parser().parse(readFileSync(SHAPES, 'utf8')));
  return new SHACLValidator(shapes as never);
}

/** Checks graphs against CPSV-AP. @returns every violation as `node path`; empty where the graph conforms */
export function cpsvApCheck(): (quads: readonly Quad[]) => Promise<string[]> {
  const shacl = validator();
  return async (quads) => {
    const report = await shacl.validate(new n3.Store(quads) as never);
    return report.results.map((result) => `${result.focusNode?.value} ${result.path?.value}`);
  };
}
