import { beforeAll, expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';

const NEW = '/desk/services/new';
const CODE = '1.001193';
const LIFE = `/desk/services/STP~${CODE}/life`;

onBothDatabases('A clerk who opens and closes services by pages', loadSample, (catalogue) => {
  let clerk: PageVisitor;
  let api: ClerkDesk;
  const isListed = async (id: string): Promise<boolean> =>
    (await catalogue().http().get(`/api/v1/services/${id}`)).status === 200;
  beforeAll(async () => {
    clerk = await PageVisitor.signedIn(catalogue(), 'clerk');
    api = await ClerkDesk.of(catalogue(), 'clerk');
  });

  it('is told all that is missing, and opens a procedure at the agency, once', async () => {
    expect((await clerk.get('/desk/services').expect(200)).text).toContain(`href="${NEW}"`);
    await clerk.get(NEW).expect(200);
    const refused = await clerk.fill(NEW, { procedureCode: '', validFrom: '31/12/2012' });
    expect(refused.status).toBe(400);
    for (const field of ['procedureCode', 'agencies', 'validFrom'])
      expect(refused.text).toContain(`<a href="#${field}">`);
    expect(refused.text).toContain('value="31/12/2012"');
    await clerk.get(`${NEW}?procedure=${CODE}`);
    const typed = { procedureCode: CODE, agencies: ['STP'], validFrom: '' };
    const twice = await Promise.all([clerk.fill(NEW, typed), clerk.fill(NEW, typed)]);
    expect(twice.map(({ headers }) => headers['location'])).toEqual(Array(2).fill(`${LIFE}?done=opened`));
    expect(await isListed(`STP~${CODE}`)).toBe(true);
    await clerk.get(NEW);
    const unknown = await clerk.fill(NEW, { procedureCode: '9.999999', agencies: ['STP'] });
    expect(unknown.status).toBe(400);
    expect(unknown.text).toContain('value="9.999999"');
    const other = await clerk.fill(NEW, { procedureCode: CODE, agencies: ['080'] });
    expect(other.status).toBe(403);
  });

  it('opens one at chosen communes, at all of them or at none', async () => {
    const clerk2 = await PageVisitor.signedIn(catalogue(), 'clerk2');
    const { text } = await clerk2.get(NEW).expect(200);
    const communes = [...text.matchAll(/name="agencies" type="checkbox" value="(\d+)"/g)].map(
      ([, code]) => code!,
    );
    expect(communes.length).toBeGreaterThan(5);
    const chosen = communes.slice(1, 4);
    const validFrom = '2012-01-01';
    const sent = await clerk2.fill(NEW, { procedureCode: CODE, agencies: [...chosen, 'STP'], validFrom });
    expect(sent.status).toBe(403);
    await clerk2.get(NEW);
    const opened = await clerk2.fill(NEW, { procedureCode: CODE, agencies: chosen, validFrom });
    expect(opened.status, opened.text).toBe(303);
    for (const code of chosen)
      await catalogue().http().get(`/api/v1/services/${code}~${CODE}/history`).expect(200);
  });

  it('closes a service with reason and tick, is warned of a change meanwhile, and reopens it', async () => {
    await clerk.get(LIFE).expect(200);
    const opened = clerk.hidden();
    const refused = await clerk.fill(`${LIFE}/close`, { validTo: 'hôm qua', reason: '' });
    expect(refused.status).toBe(400);
    for (const field of ['reason', 'validTo', 'sure']) expect(refused.text).toContain(`<a href="#${field}">`);
    await api.saveFacts(`STP~${CODE}`, {});
    const etag = await api.etagOf(`STP~${CODE}`);
    await api
      .put(`/services/STP~${CODE}/facts`, { facts: { onlinePayment: { state: 'absent' } } })
      .set('If-Match', etag)
      .expect(200);
    const closing = { reason: 'Chuyển về xã', sure: 'yes' };
    const stale = await clerk.send(`${LIFE}/close`, { ...opened, ...closing });
    expect(stale.status).toBe(412);
    expect(stale.text).toContain('Chuyển về xã</textarea>');
    expect((await clerk.fill(`${LIFE}/close`, closing)).headers['location']).toBe(`${LIFE}?done=closed`);
    expect(await isListed(`STP~${CODE}`)).toBe(false);
    const closed = await clerk.get('/desk/services/closed').expect(200);
    expect(closed.text).toContain(`href="${LIFE}"`);
    expect(closed.text).toContain('Chuyển về xã');
    const again = await clerk.get(LIFE).expect(200);
    expect(again.text).not.toContain('⟦');
    const unsure = await clerk.fill(`${LIFE}/reopen`, { validFrom: '2026-03-02' });
    expect(unsure.status).toBe(400);
    expect(unsure.text).toContain('<a href="#sure">');
    const reopened = await clerk.fill(`${LIFE}/reopen`, { validFrom: '2026-03-02', sure: 'yes' });
    expect(reopened.status, reopened.text).toBe(303);
    expect(await isListed(`STP~${CODE}`)).toBe(true);
  });

  it('sees a draft as the public will, marked as a draft, and copies a procedure', async () => {
    await clerk.get('/desk/procedures/new').expect(200);
    const sent = await clerk.fill('/desk/procedures/new', {
      name: 'Cấp giấy xác nhận thử nghiệm',
      fieldCode: 'ho-tich',
      copyFrom: CODE,
    });
    const page = sent.headers['location']!.split('?')[0]!;
    expect((await clerk.get(page).expect(200)).text).toContain(`${page}/preview`);
    const { text } = await clerk.get(`${page}/preview`).expect(200);
    expect(text).toContain('Bản thảo, chưa công bố');
    expect(text).toContain('Cấp giấy xác nhận thử nghiệm</h1>');
    expect(text).toContain('Thủ tục cần những gì');
    expect(text).not.toContain('⟦');
    expect((await clerk.get(`/en${page}/preview`).expect(200)).text).toContain('A draft, not published');
    const other = await PageVisitor.signedIn(catalogue(), 'clerk2');
    expect([403, 404]).toContain((await other.get(`${page}/preview`)).status);
  });
});
