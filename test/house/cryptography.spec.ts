import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { packageFile } from '../../src/config/package-root.js';

const told = readFileSync(packageFile('docs', 'data-protection.md'), 'utf8').split('## Logs')[0]!;
const sources = readdirSync(packageFile('src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts'))
  .map((path) => readFileSync(packageFile('src', path), 'utf8'));

/** What stands at the first group, over all sources, each once. */
function found(pattern: RegExp): string[] {
  return [
    ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map(([, one]) => one!))),
  ].sort();
}

describe('The list of keys and algorithms', () => {
  it('tells every algorithm that the code names', () => {
    const algorithms = [
      ...found(/create(?:Hash|Hmac)\('([^']+)'/g),
      ...found(/hkdfSync\('([^']+)'/g),
      ...found(/'(aes-[^']+)'/g),
      ...found(/algorithm: '(SHA[^']*)'/g),
    ];
    expect(algorithms).toEqual(expect.arrayContaining(['sha256', 'aes-256-gcm']));
    const plain = (text: string) => text.toLowerCase().replaceAll('-', '');
    expect(algorithms.filter((one) => !plain(told).includes(plain(one)))).toEqual([]);
  });

  it('tells what every derived key is for', () => {
    const purposes = [
      ...found(/new (?:\w*SecretBox|SignInSecrets)\([\s\S]{0,80}?, '([^']+)'\)/g),
      ...found(/hkdfSync\([^)]*, '([^']+)', 32\)/g),
    ].sort();
    expect(purposes).toEqual(['forms', 'idempotent answer', 'sign-in secrets', 'webhook secrets']);
    for (const purpose of purposes) expect(told).toContain(`HKDF-SHA-256 \`${purpose}\``);
  });

  it('tells every kind of token', () => {
    const kinds = found(/newToken\('(\w+)'\)/g);
    expect(kinds).toEqual(['chl', 'key', 'ses']);
    for (const kind of kinds) expect(told).toContain(`slc_${kind}_`);
  });
});
