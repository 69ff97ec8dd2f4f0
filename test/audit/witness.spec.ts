import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { packageFile } from '../../src/config/package-root.js';
import { Reader } from '../../src/database/reader.js';
import { exportLedger } from '../../src/ledger/export-ledger.js';
import { verifyLedger } from '../../src/ledger/verify-ledger.js';
import { readWitness } from '../../src/ledger/witness.js';
import { onBothDatabases } from '../support/catalogue.js';
import { declare } from '../support/declare.js';
import { loadSample } from '../support/sample.js';
import { behindItsBack, openLedger } from '../support/tamper.js';

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
const ID = 'STP~1.000688';

onBothDatabases('A witness outside', loadSample, (catalogue) => {
  let folder: string;
  let copy: string;
  const reader = () => catalogue().app.get(Reader);
  const verifiedBy = async (path: string) => verifyLedger(reader(), { known: await readWitness(path) });
  const kept = (name: string, text: string) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'catalogue-witness-'));
    copy = join(folder, 'ledger.jsonl');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('recomputes every hash of an exported copy from its bytes alone', async () => {
    await declare(catalogue(), ID, 1, '2026-03-01');
    const head = await exportLedger(reader(), copy);
    const published = (await catalogue().http().get('/api/v1/ledger/head').expect(200)).body;
    expect(head).toEqual({ seq: published.seq, hash: published.hash });
    const lines = readFileSync(copy, 'utf8').trimEnd().split('\n');
    let prev = '0'.repeat(64);
    for (const [i, line] of lines.entries()) {
      expect(JSON.parse(line)).toMatchObject({ seq: i + 1, prev });
      prev = sha256(line);
    }
    expect({ seq: lines.length, hash: prev }).toEqual(head);
  });

  it('does the same with nothing but a shell, as the documentation tells', () => {
    const document = readFileSync(packageFile('docs/ledger.md'), 'utf8');
    const script = document.slice(document.indexOf('    prev=$(printf')).replaceAll('ledger.jsonl', copy);
    const checked = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
    const last = readFileSync(copy, 'utf8').trimEnd().split('\n').length;
    expect(checked.stdout).toMatch(new RegExp(`^${last}:[0-9a-f]{64}\n$`));
    const changed = kept(
      'changed.jsonl',
      readFileSync(copy, 'utf8').replace('"actor":"system"', '"actor":"sysiem"'),
    );
    const broken = spawnSync('bash', ['-c', script.replaceAll(copy, changed)], { encoding: 'utf8' });
    expect(broken).toMatchObject({ status: 1, stdout: expect.stringMatching(/^broken at \d+\n$/) });
  });

  it('finds that the chain goes on from what was kept, copy and heads alike', async () => {
    await declare(catalogue(), ID, 2, '2026-03-01');
    const verdict = await verifiedBy(copy);
    expect(verdict).toMatchObject({ ok: true, firstBad: null });
    const { seq, hash } = verdict.head;
    expect(
      (
        await verifiedBy(
          kept('heads.txt', `${seq}:${hash}\n\n1:${sha256(readFileSync(copy, 'utf8').split('\n')[0]!)}\n`),
        )
      ).ok,
    ).toBe(true);
  });

  it('is told where its own file is not what was exported', async () => {
    const lines = readFileSync(copy, 'utf8').split('\n');
    lines[1] = lines[1]!.replace('"action":"', '"action":"x');
    await expect(verifiedBy(kept('own.jsonl', lines.join('\n')))).rejects.toThrow(/^Line 3 /);
    await expect(verifiedBy(kept('none.txt', '\n'))).rejects.toThrow('holds no head');
    await expect(verifiedBy(kept('other.txt', 'hello\n'))).rejects.toThrow(/^Line 1 /);
  });

  it('proves that history was rewritten, though the chain itself holds', async () => {
    await openLedger(catalogue());
    const stored = await reader().all<{ seq: number; body: string }>(
      'SELECT seq, body FROM ledger_entry ORDER BY seq',
    );
    const first = stored.length - 1;
    let prev = JSON.parse(stored[first - 1]!.body).prev as string;
    const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
    for (const { seq, body } of stored.slice(first - 1)) {
      const rewritten = body
        .replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`)
        .replace('"effectiveFrom":"2026-03-01"', '"effectiveFrom":"2012-03-01"');
      prev = sha256(rewritten);
      await behindItsBack(
        catalogue(),
        `UPDATE ledger_entry SET body = ${quoted(rewritten)}, hash = '${prev}' WHERE seq = ${seq}`,
      );
    }
    await behindItsBack(catalogue(), `UPDATE ledger_head SET hash = '${prev}'`);
    expect((await verifyLedger(reader())).ok).toBe(true);
    expect((await verifiedBy(copy)).firstBad).toEqual({ seq: first, reason: 'known_head_differs' });
    const line = readFileSync(copy, 'utf8').trimEnd().split('\n').at(-1)!;
    const answer = await catalogue()
      .http()
      .get(`/api/v1/ledger/verify?seq=${first}&hash=${sha256(line)}`);
    expect(answer.body).toMatchObject({ ok: false, firstBad: { seq: first, reason: 'known_head_differs' } });
  });
});
