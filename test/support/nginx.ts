import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageFile } from '../../src/config/package-root.js';
import { freePort } from './postgres.js';
import { until } from './patience.js';

const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

/** Why the front cannot be tried here; undefined where it can. */
export const WITHOUT_NGINX =
  ['nginx', 'openssl'].find((program) => !runs(program, program === 'nginx' ? '-v' : 'version')) &&
  'nginx or openssl is not installed';

/** The one block of nginx's language in docs/operations.md. */
export function documentedFront(): string {
  return /^```nginx\n(.+?)^```$/ms.exec(readFileSync(packageFile('docs', 'operations.md'), 'utf8'))![1]!;
}

/** nginx with the file that the documentation gives: only ports and the place of the certificate are others. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly tlsPort: number,
    readonly plainPort: number,
  ) {}

  /** @param ports of the two processes behind it @throws Error with what nginx says where it refuses the file */
  static async before(ports: readonly [number, number]): Promise<Nginx> {
    const folder = mkdtempSync(join(tmpdir(), 'catalogue-nginx-'));
    // As root its workers run under another account.
    chmodSync(folder, 0o755);
    const [tlsPort, plainPort] = [await freePort(), await freePort()];
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'fullchain.pem')];
    const request = `req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=front -keyout ${key} -out ${certificate}`;
    if (!runs('openssl', ...request.split(' '))) throw new Error('openssl made no certificate');
    const front = documentedFront()
      .replaceAll('/etc/ssl/catalogue', folder)
      .replace('127.0.0.1:3001', `127.0.0.1:${ports[0]}`)
      .replace('127.0.0.1:3002', `127.0.0.1:${ports[1]}`)
      .replaceAll(/^ *listen \[::\].*$/gm, '')
      .replace('listen 443', `listen 127.0.0.1:${tlsPort}`)
      .replace('listen 80', `listen 127.0.0.1:${plainPort}`);
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((name) => `${name}_temp_path ${join(folder, name)};`)
      .join(' ');
    const file = join(folder, 'nginx.conf');
    writeFileSync(
      file,
      `daemon off; pid ${join(folder, 'pid')}; error_log stderr;\nevents {}\nhttp { access_log off; ${temporary}\n${front}}\n`,
    );
    const child = spawn('nginx', ['-p', folder, '-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr!.on('data', (chunk) => (said += String(chunk)));
    const nginx = new Nginx(child, folder, tlsPort, plainPort);
    await until(
      () => {
        if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`);
        return isListening(tlsPort);
      },
      () => `nginx, which says: ${said}`,
    );
    return nginx;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'close');
    this.child.kill('SIGTERM');
    await ended;
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  const is = await Promise.race([
    once(socket, 'connect').then(
      () => true,
      () => false,
    ),
    once(socket, 'close').then(() => false),
  ]);
  socket.destroy();
  return is;
}
