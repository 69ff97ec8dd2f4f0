import { expect, it } from 'vitest';
import { Reader } from '../../src/database/reader.js';
import { keptCounts } from '../../src/publication/kept-counts.query.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ImportDesk } from '../support/import-desk.js';
import { loadSample, tokenOf } from '../support/sample.js';

const ID = '02635~1.001193';

onBothDatabases('The mark of demonstration', loadSample, (catalogue) => {
  it('stays until the facts and the declaration are the agency’s own', async () => {
    const token = await tokenOf(catalogue(), 'clerk2');
    const service = () => catalogue().http().get(`/api/v1/services/${ID}`).expect(200);
    const { body: stated } = await catalogue().http().get(`/api/v1/services/${ID}/facts`).expect(200);
    expect((await service()).body.demonstration).toBe(true);

    const facts = {
      ...stated.facts,
      publicPage: { state: 'present', urls: ['https://laocai.example/khai-sinh'] },
    };
    await catalogue()
      .http()
      .put(`/api/v1/services/${ID}/facts`)
      .set('Authorization', `Bearer ${token}`)
      .set('If-Match', (await service()).headers['etag']!)
      .send({ facts })
      .expect(200);
    expect((await service()).body.demonstration).toBe(true);

    await catalogue()
      .http()
      .post(`/api/v1/services/${ID}/declarations`)
      .set('Authorization', `Bearer ${token}`)
      .send({ level: 1, effectiveFrom: '2026-03-02' })
      .expect(201);
    expect((await service()).body.demonstration).toBe(false);
  });

  it('is taken off the history from today on too, where the level stays what it was', async () => {
    const { body } = await catalogue()
      .http()
      .get('/api/v1/services?agency=02635&demonstration=true&level=1&limit=1');
    const [{ id }] = body.items;
    const token = await tokenOf(catalogue(), 'clerk2');
    const asked = () => catalogue().http().get(`/api/v1/services/${id}/facts`);
    const { body: stated } = await asked().expect(200);
    const moment = async () =>
      (await catalogue().http().get('/api/v1/reports/coverage?by=level-of-government')).body
        .knownAt as string;
    const knownBefore = await moment();
    const facts = {
      ...stated.facts,
      publicPage: { state: 'present', urls: ['https://laocai.example/ho-so'] },
    };
    await catalogue()
      .http()
      .post(`/api/v1/services/${id}/declarations`)
      .set('Authorization', `Bearer ${token}`)
      .send({ level: 1, effectiveFrom: '2026-03-02', facts })
      .expect(201);
    const about = `/api/v1/services?procedure=${id.split('~')[1]}&agency=02635`;
    const markNow = async (words: string) =>
      (await catalogue().http().get(`${about}${words}`).expect(200)).body.items[0].demonstration;
    const now = await moment();
    expect(await markNow('')).toBe(false);
    expect(await markNow(`&knownAt=${now}`)).toBe(false);
    expect(await markNow(`&knownAt=${knownBefore}`)).toBe(true);
    expect((await catalogue().app.get(Reader).snapshot(keptCounts)).outOfStep).toEqual([]);
  });

  it('is taken off as well where a file states both', async () => {
    const { body } = await catalogue().http().get('/api/v1/services?demonstration=true&level=2&limit=1');
    const [{ id, procedure, agency }] = body.items;
    const desk = await ImportDesk.of(catalogue(), 'admin');
    const importing = async (header: string, cell: string) => {
      const run = await desk.dryRun(
        `procedure_code,agency_code,${header}\n${procedure.code},${agency.code},${cell}\n`,
      );
      await desk.commit(run.id, run.toConfirm).expect(200);
      return (await catalogue().http().get(`/api/v1/services/${id}`).expect(200)).body.demonstration;
    };
    expect(await importing('information_url', 'https://laocai.example/thong-tin')).toBe(true);
    expect(await importing('level', '1')).toBe(false);
  });
});
