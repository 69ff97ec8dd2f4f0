import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const CHECKER = createRequire(import.meta.url).resolve('vnu-jar/build/dist/vnu.jar');
const JAVA = process.env['JAVA'] ?? 'java';

export const HAS_JAVA = spawnSync(JAVA, ['-version']).status === 0;

/** Why the check is left out, and what to do about it. */
export const WITHOUT_JAVA =
  'left out: no Java found; install one (Debian: default-jre-headless), or name it in JAVA';

interface Message {
  type: 'error' | 'info' | 'non-document-error';
  url: string;
  message: string;
  extract?: string;
}

/** What the W3C's checker (vnu) has against pages, warnings too, by their names. One run for all: Java starts slowly. */
export function faultsOfHtml(pages: ReadonlyMap<string, string>): Record<string, string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'html-'));
  const names = [...pages.keys()];
  try {
    for (const [no, name] of names.entries()) writeFileSync(join(folder, `${no}.html`), pages.get(name)!);
    const { stderr, error } = spawnSync(
      JAVA,
      // Texts of the catalogue stand on pages of either language, so a guess at the language says nothing.
      ['-Xss8m', '-jar', CHECKER, '--format', 'json', '--exit-zero-always', '--no-langdetect', folder],
      { encoding: 'utf8', maxBuffer: 64 << 20 },
    );
    if (error) throw error;
    const found: Record<string, string[]> = {};
    for (const { url, message, extract } of (JSON.parse(stderr) as { messages: Message[] }).messages)
      (found[names[parseInt(basename(url))]!] ??= []).push(`${message} ${extract ?? ''}`.trim());
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
