import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'assets');
const FONT = '@fontsource/be-vietnam-pro';

type Codings = { br?: Buffer; gzip?: Buffer };

export class Asset {
  private made: Promise<Codings> | undefined;

  constructor(
    readonly type: string,
    readonly identity: Buffer,
  ) {}

  /** In each coding in which it is shorter. Made once, when it is first asked for: a fifth of a second of another thread. */
  coded(): Promise<Codings> {
    const isFont = this.type.startsWith('font/');
    return (this.made ??= isFont ? Promise.resolve({}) : codedOf(this.identity));
  }
}

/** Files that pages refer to, each under a name with a hash of its content, so that it may be kept for ever. */
export class Assets {
  private readonly byPath = new Map<string, Asset>();
  private readonly paths = new Map<string, string>();

  private static loaded: Promise<Assets> | undefined;

  /** Once for each process: the files do not change under it, and it may run more than one application. */
  static load(): Promise<Assets> {
    return (Assets.loaded ??= Assets.read());
  }

  private static async read(): Promise<Assets> {
    const assets = new Assets();
    for (const weight of [400, 700]) {
      for (const script of ['latin', 'vietnamese']) {
        assets.add(
          `${script}-${weight}.woff2`,
          'font/woff2',
          fontFile(`be-vietnam-pro-${script}-${weight}-normal.woff2`),
        );
      }
    }
    const css = (await stylesheet()).replace(
      /url\("font:([^"]+)"\)/g,
      (_, name: string) => `url("${assets.path(name)}")`,
    );
    assets.add('app.css', 'text/css; charset=utf-8', Buffer.from(css));
    assets.add('app.js', 'text/javascript; charset=utf-8', readFileSync(join(FOLDER, 'app.js')));
    assets.add('icon.svg', 'image/svg+xml', readFileSync(join(FOLDER, 'icon.svg')));
    return assets;
  }

  /** The address of an asset by its plain name. */
  path(name: string): string {
    const path = this.paths.get(name);
    if (path === undefined) throw new Error(`There is no asset ${name}`);
    return path;
  }

  get(path: string): Asset | undefined {
    return this.byPath.get(path);
  }

  private add(name: string, type: string, bytes: Buffer): void {
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 10);
    const path = `/assets/${hash}-${name}`;
    this.paths.set(name, path);
    this.byPath.set(path, new Asset(type, bytes));
  }
}

async function codedOf(bytes: Buffer): Promise<Codings> {
  const [br, gz] = await Promise.all([promisify(brotliCompress)(bytes), promisify(gzip)(bytes)]);
  return { br, gzip: gz };
}

function fontFile(name: string): Buffer {
  return readFileSync(createRequire(import.meta.url).resolve(`${FONT}/files/${name}`));
}

/** Compiled by the build; compiled here where the sources run as they are, as under test. */
async function stylesheet(): Promise<string> {
  const built = join(FOLDER, 'app.css');
  if (existsSync(built)) return readFileSync(built, 'utf8');
  const { compile } = await import('sass');
  return compile(join(FOLDER, 'app.scss'), {
    loadPaths: [join(dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json')), 'dist')],
    style: 'compressed',
    quietDeps: true,
  }).css;
}
