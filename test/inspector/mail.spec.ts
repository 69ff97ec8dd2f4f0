import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import type { MailView } from '../../src/mail/mail-list.query.js';
import { type Catalogue, onBothDatabases, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { allMetBut, InspectorDesk } from '../support/inspector-desk.js';
import { MailServer } from '../support/mail-server.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';
import { signedIn } from '../support/signed-in.js';
import { tokenOf } from '../support/sample.js';

const ADDRESS = 'so-tu-phap@example.gov.vn';
const SYSTEM = { actor: { name: 'system', agencyCode: null }, action: 'test.prepare' };
const LOWERED = { statusOnline: { outcome: 'not_met', reason: 'Trang không mở được' } };
const server = await new MailServer().start();

const administrator = async (catalogue: Catalogue) => signedIn(catalogue, await tokenOf(catalogue, 'admin'));

async function writeTo(catalogue: Catalogue, agency: string, notifyEmail: string | null) {
  const { headers } = await catalogue.http().get(`/api/v1/agencies/${agency}`).expect(200);
  return (await administrator(catalogue))
    .patch(`/agencies/${agency}`)
    .set('If-Match', headers['etag']!)
    .send({ notifyEmail });
}

/** An agency declares level 3, and an inspector finds level 2. */
async function lower(catalogue: Catalogue, agency: string, procedure: string): Promise<void> {
  const id = `${agency}~${procedure}`;
  const admin = await ClerkDesk.of(catalogue, 'admin');
  await admin.post('/services', { agencyCode: agency, procedureCode: procedure });
  expect((await admin.saveFacts(id, factsForLevel(3))).status).toBe(200);
  const today = '2026-03-02';
  await admin.post(`/services/${id}/declarations`, { level: 3, effectiveFrom: today }).expect(201);
  const inspector = await InspectorDesk.of(catalogue);
  const { body } = await inspector.open(id).expect(201);
  await inspector.record(body.id as string, allMetBut(LOWERED));
  const finding = { criterion: 'statusOnline', text: 'Sửa trang tra cứu', dueDate: '2026-03-31' };
  expect((await inspector.close(body.id as string, { findings: [finding] })).status).toBe(200);
}

const mail = async (catalogue: Catalogue, query = ''): Promise<MailView[]> =>
  (await (await administrator(catalogue)).get(`/mail${query}`).expect(200)).body.items;

onBothDatabases(
  'Mail to agencies',
  loadSample,
  (catalogue) => {
    beforeAll(async () => {
      server.received.length = 0;
      server.unknown.clear();
      expect((await writeTo(catalogue(), 'STP', ADDRESS)).status).toBe(200);
    });

    it('goes to an address that only administrators and the agency itself see', async () => {
      const { body } = await catalogue().http().get('/api/v1/agencies/STP').expect(200);
      expect(JSON.stringify(body)).not.toContain(ADDRESS);
      const contact = await (await administrator(catalogue())).get('/agencies/STP/contact').expect(200);
      expect(contact.body).toMatchObject({ agencyCode: 'STP', notifyEmail: ADDRESS });
      await (await ClerkDesk.of(catalogue(), 'clerk')).get('/agencies/STP/contact').expect(200);
      await (await ClerkDesk.of(catalogue(), 'clerk2')).get('/agencies/STP/contact').expect(403);
      await catalogue().http().get('/api/v1/agencies/STP/contact').expect(401);
      for (const wrong of [
        '',
        'a',
        'a@b',
        'a@b.vn, c@d.vn',
        'a@b.vn\r\nBcc: c@d.vn',
        'Ông A <a@b.vn>',
        'a b@c.vn',
      ])
        expect((await writeTo(catalogue(), 'STP', wrong)).body.errors, wrong).toMatchObject([
          { pointer: '/notifyEmail', code: 'not_an_email' },
        ]);
    });

    it('tells of a lowering once, in Vietnamese and English, whatever the name of the procedure holds', async () => {
      const name = 'Công chứng hợp đồng\r\nBcc: kẻ-khác@example.com\r\n\r\nĐoạn giả';
      await catalogue()
        .app.get(UnitOfWork)
        .run(SYSTEM, async (unit) => {
          await unit.run(`UPDATE procedure SET name = :name WHERE code = '1.001193'`, { name });
          unit.record('procedure:1.001193', null, { name });
        });
      await lower(catalogue(), 'STP', '1.001193');
      await expect
        .poll(() => mail(catalogue()))
        .toMatchObject([{ id: 'STP~n1', state: 'sent', attempts: 1, problem: null, nextAttemptAt: null }]);
      expect(server.received).toHaveLength(1);
      const { from, recipients, subject, text, headers } = server.received[0]!;
      expect([from, recipients]).toEqual(['muc-do@example.gov.vn', [ADDRESS]]);
      expect(subject).toBe(
        'Mức độ được xác minh thấp hơn mức đã tự khai: STP~1.001193 Công chứng hợp đồng Bcc: kẻ-khác@example.com Đoạn giả',
      );
      expect(headers.filter((header) => /^(bcc|cc|to):/i.test(header))).toEqual([`To: ${ADDRESS}`]);
      expect(headers).toContain('Content-Type: text/plain; charset=utf-8');
      const lines = text.split(/\r?\n/);
      expect(lines).toContain('Mức đã tự khai: mức 3');
      expect(lines).toContain('Mức được xác minh: mức 2');
      expect(lines).toContain('Trả lời chậm nhất ngày: 31/03/2026');
      expect(lines).toContain('Xem và trả lời: http://catalogue.test/desk/notifications');
      expect(lines).toContain('Read and answer: http://catalogue.test/en/desk/notifications');
      expect(lines).not.toContain('Đoạn giả');
      expect(text.indexOf('Kính gửi Sở Tư pháp')).toBeLessThan(text.indexOf('To Sở Tư pháp'));
    });

    it('waits while the server is away, and comes once when it is back', async () => {
      await server.stop();
      await lower(catalogue(), 'STP', '1.000894');
      await expect
        .poll(() => mail(catalogue(), '?state=pending'))
        .toMatchObject([{ id: 'STP~n2', attempts: 1, problem: expect.stringContaining('ECONNREFUSED') }]);
      await server.start();
      catalogue().setNow('2026-03-02T03:00:00.000Z');
      await expect.poll(() => mail(catalogue(), '?state=pending')).toEqual([]);
      expect(server.received.map(({ subject }) => /STP~\S+/.exec(subject)![0])).toEqual([
        'STP~1.001193',
        'STP~1.000894',
      ]);
    });

    it('that is refused for good is not tried again until an administrator has mended the address', async () => {
      server.unknown.add(ADDRESS);
      await lower(catalogue(), 'STP', '2.000635');
      await expect
        .poll(() => mail(catalogue(), '?state=failed'))
        .toMatchObject([
          { id: 'STP~n3', attempts: 1, problem: expect.stringContaining('550'), nextAttemptAt: null },
        ]);
      await writeTo(catalogue(), 'STP', 'van-thu@example.gov.vn');
      const admin = await administrator(catalogue());
      await (await ClerkDesk.of(catalogue(), 'clerk')).post('/mail/STP~n3/send-again').expect(403);
      await admin.post('/mail/STP~n3/send-again').expect(202);
      await expect.poll(() => server.received.at(-1)!.recipients).toEqual(['van-thu@example.gov.vn']);
      await expect.poll(() => mail(catalogue(), '?state=failed')).toEqual([]);
      await expect.poll(async () => (await admin.post('/mail/STP~n3/send-again')).status).toBe(409);
      await admin.post('/mail/STP~n99/send-again').expect(404);
      const page = (await admin.get('/mail?limit=2').expect(200)).body;
      expect(page.total).toBe(3);
      const rest = (await admin.get(`/mail?limit=2&cursor=${page.next}`).expect(200)).body;
      expect([...page.items, ...rest.items].map(({ id }: MailView) => id)).toEqual([
        'STP~n3',
        'STP~n2',
        'STP~n1',
      ]);
    });

    it('is not written to an agency without an address', async () => {
      await writeTo(catalogue(), 'STP', null);
      const before = server.received.length;
      await lower(catalogue(), 'STP', '2.000815');
      expect((await mail(catalogue())).length).toBe(3);
      expect(server.received).toHaveLength(before);
    });
  },
  { SMTP_URL: server.url, MAIL_FROM: 'Danh mục mức độ <muc-do@example.gov.vn>' },
);

describe('Without a mail server', () => {
  it('nothing is queued, and the agency is told in the catalogue', async () => {
    const catalogue = await startCatalogue('better-sqlite3');
    try {
      await loadSample(catalogue);
      await writeTo(catalogue, 'STP', ADDRESS);
      await lower(catalogue, 'STP', '1.001193');
      expect(await mail(catalogue)).toEqual([]);
      const clerk = await ClerkDesk.of(catalogue, 'clerk');
      expect((await clerk.get('/notifications').expect(200)).body.total).toBe(1);
    } finally {
      await catalogue.close();
    }
  });
});

afterAll(() => server.stop());
