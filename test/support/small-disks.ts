import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Disks need the rights of root. */
export const MAY_MOUNT = process.getuid?.() === 0 && spawnSync('mount', ['--version']).status === 0;

/** Small disks in memory, each in a folder of its own. */
export class SmallDisks {
  private readonly folders: string[] = [];

  /** @param size as `mount` takes it: `64m` */
  make(above: string, name: string, size: string): string {
    const folder = join(above, name);
    mkdirSync(folder);
    mount(['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]);
    this.folders.push(folder);
    return folder;
  }

  /** From now on it can be read alone. */
  close(folder: string): void {
    mount(['-o', 'remount,ro', folder]);
  }

  remove(): void {
    for (const folder of this.folders) spawnSync('umount', ['-l', folder]);
  }
}

function mount(order: string[]): void {
  const { status, stderr } = spawnSync('mount', order, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`No disk of its own: ${stderr}`);
}
