import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ImportDesk } from '../support/import-desk.js';
import { loadSample } from '../support/sample.js';

onBothDatabases('An import', loadSample, (catalogue) => {
  const desk = (username: 'admin' | 'clerk' | 'clerk2' = 'admin') => ImportDesk.of(catalogue(), username);

  it.each(['csv', 'xlsx', 'jsonl'])('of the catalogue’s own %s export changes nothing', async (format) => {
    const http = catalogue().http();
    const before = await http.get('/api/v1/services?limit=500').expect(200);
    const exported = await http
      .get(`/api/v1/services.${format}`)
      .buffer(true)
      .parse((response, done) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () => done(null, Buffer.concat(pieces)));
      });
    const admin = await desk();
    const run = await admin.dryRun(exported.body as Buffer);
    expect(run).toMatchObject({
      errors: [],
      create: 0,
      update: 0,
      unchanged: before.body.total,
      unknownColumns: [],
    });
    await admin.commit(run.id).expect(200);
    const after = await http.get('/api/v1/services?limit=500').expect(200);
    expect(after.headers['etag']).toBe(before.headers['etag']);
  });
});
