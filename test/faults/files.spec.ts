import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, BuiltCatalogue } from '../support/built-catalogue.js';
import { until } from '../support/patience.js';
import { Prepared, rowsOf } from '../support/prepared.js';

const SERVICE = '/api/v1/services/STP~1.000688';
const CSV = 'procedure_code,agency_code,level,effective_from\n1.000688,STP,1,2026-03-01\n';

describe('With its folders of files', () => {
  let prepared: Prepared;
  let env: Awaited<ReturnType<Prepared['copy']>>;
  let catalogue: BuiltCatalogue;
  beforeAll(async () => {
    prepared = await Prepared.of('better-sqlite3');
    env = await prepared.copy();
    catalogue = await BuiltCatalogue.start(env);
  });
  afterAll(async () => {
    await catalogue?.kill();
    prepared?.remove();
  });

  const send = async (path: string, name: string, content: string): Promise<Answer> => {
    const form = new FormData();
    form.append('file', new Blob([content]), name);
    return catalogue.send(path, { token: prepared.tokens.clerk, form });
  };
  const kept = () =>
    rowsOf<{ sha256: string }>(env.DATABASE_URL, `SELECT sha256 FROM evidence WHERE kind = 'file'`);
  const arriving = () => {
    const folder = join(env.EVIDENCE_DIR, 'arriving');
    return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  };

  it('killed in the middle of an upload it has kept nothing of it, and a later start takes away what lies about', async () => {
    const { port } = new URL(catalogue.address);
    const socket = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    const half = `--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n%PDF-1.4\n${'x'.repeat(300_000)}`;
    socket.write(
      `POST ${SERVICE}/evidence HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${prepared.tokens.clerk}\r\n` +
        `Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n${half}`,
    );
    await until(() => arriving().length > 0, 'the file that is arriving');
    expect(arriving()).toHaveLength(1);
    await catalogue.kill();
    socket.destroy();
    expect(await kept()).toEqual([]);

    const abandoned = [...arriving(), join(env.IMPORT_DIR, 'arriving-abandoned')];
    const underWay = [join(env.EVIDENCE_DIR, 'arriving', 'now'), join(env.IMPORT_DIR, 'arriving-now')];
    for (const folder of [...abandoned.slice(1), underWay[1]!]) mkdirSync(folder, { recursive: true });
    writeFileSync(underWay[0]!, 'of another process');
    const longAgo = Date.now() / 1000 - 7200;
    for (const path of abandoned) utimesSync(path, longAgo, longAgo);
    catalogue = await BuiltCatalogue.start(env);
    expect(abandoned.filter((path) => existsSync(path))).toEqual([]);
    expect(underWay.filter((path) => !existsSync(path))).toEqual([]);
  });

  it('away or not to be written it says so, does everything else, and goes on when they are back', async () => {
    const evidence = await send(`${SERVICE}/evidence`, 'a.pdf', '%PDF-1.4\nfirst');
    expect(evidence.status).toBe(201);
    const dryRun = await send('/api/v1/imports', 'levels.csv', CSV);
    expect(dryRun.status).toBe(201);
    const commit = `/api/v1/imports/${String(dryRun.body['id'])}/commit`;
    const file = `${SERVICE}/evidence/${String(evidence.body['no'])}/file`;
    const { tokens } = prepared;
    for (const folder of [env.EVIDENCE_DIR, env.IMPORT_DIR]) {
      renameSync(folder, `${folder}-away`);
      // Neither a folder nor a place for one, whoever runs this.
      writeFileSync(folder, '');
    }
    const refused = [
      await send(`${SERVICE}/evidence`, 'b.pdf', '%PDF-1.4\nsecond'),
      await catalogue.ask('GET', file, { token: tokens.clerk }),
      await send('/api/v1/imports', 'levels.csv', `${CSV}\n`),
      await catalogue.ask('POST', commit, { token: tokens.clerk, body: {} }),
    ];
    expect(refused.map(({ status, body }) => `${status} ${body['code']}`)).toEqual(
      refused.map(() => '503 storage_unavailable'),
    );
    for (const { headers } of refused) expect(headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await kept()).toHaveLength(1);
    expect((await catalogue.ask('GET', `${SERVICE}/evidence`, { token: tokens.clerk })).status).toBe(200);
    await catalogue.kill();
    catalogue = await BuiltCatalogue.start(env);
    for (const folder of [env.EVIDENCE_DIR, env.IMPORT_DIR]) {
      rmSync(folder);
      renameSync(`${folder}-away`, folder);
    }
    expect((await send(`${SERVICE}/evidence`, 'b.pdf', '%PDF-1.4\nsecond')).status).toBe(201);
    expect((await catalogue.ask('GET', file, { token: tokens.clerk })).status).toBe(200);
    expect((await catalogue.ask('POST', commit, { token: tokens.clerk, body: {} })).status).toBe(200);
    expect((await catalogue.ask('GET', '/api/v1/ledger/verify')).body).toMatchObject({ ok: true });
  });

  it('torn by a power cut an import is refused, and nothing of it is written', async () => {
    const dryRun = await send('/api/v1/imports', 'levels.csv', CSV.replace(',1,', ',2,'));
    const id = String(dryRun.body['id']);
    writeFileSync(join(env.IMPORT_DIR, id, 'rows.jsonl'), '');
    const answer = await catalogue.ask('POST', `/api/v1/imports/${id}/commit`, {
      token: prepared.tokens.clerk,
      body: {},
    });
    expect(`${answer.status} ${answer.body['code']}`).toBe('409 import_changed');
  });
});
