// `npm run sbom`: what runs, as CycloneDX on the standard output. npm lists all that is locked; what runs is told from the lock file,
// since npm's own `--omit dev` takes away every package that a tool needs too, Nest and the driver of PostgreSQL among them.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './ensure-installed.mjs';

/** Licences that are stated in a readme alone. */
const IN_README = { buffers: 'MIT/X11' };

const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const running = new Map(
  Object.entries(packages)
    .filter(([path, { dev = false }]) => path !== '' && !dev)
    .map(([path, { version, license }]) => [
      `${path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)}@${version}`,
      license,
    ]),
);

const sbom = spawnSync(
  'npm',
  ['sbom', '--sbom-format=cyclonedx', '--sbom-type=application', '--package-lock-only'],
  { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, stdio: ['ignore', 'pipe', 'inherit'] },
);
if (sbom.error) console.error(`npm could not be run: ${sbom.error.message}`);
if (sbom.status !== 0) process.exit(sbom.status ?? 1);

const document = JSON.parse(sbom.stdout);
const application = document.metadata.component;
// npm calls it as the folder is called that it lies in.
application.name = name;
document.components = document.components.filter((one) => running.has(one['bom-ref']));
for (const component of document.components) {
  // npm states identifiers of SPDX alone.
  const license = running.get(component['bom-ref']) ?? IN_README[component.name];
  component.licenses ??= [{ license: { name: license } }];
}
document.dependencies = document.dependencies
  .filter(({ ref }) => running.has(ref) || ref === application['bom-ref'])
  .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((one) => running.has(one)) }));
console.log(JSON.stringify(document, null, 2));
