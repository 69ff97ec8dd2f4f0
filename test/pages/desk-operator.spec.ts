import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { MailMessageTable } from '../../src/mail/mail.table.js';
import { NotificationTable } from '../../src/inspections/inspection.table.js';
import { WebhookDeliveryTable } from '../../src/webhooks/webhook.table.js';
import { type Catalogue, startCatalogue } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';
import { factsForLevel } from '../support/service-facts.js';
import { Site } from '../support/site.js';
import { WebhookTarget } from '../support/webhook-target.js';

const ID = 'STP~1.000688';
const SYSTEM = { actor: { name: 'system', agencyCode: null }, action: 'test.prepare' };
const ENV = {
  EVIDENCE_ALLOW_PRIVATE: '1',
  WEBHOOKS_ALLOW_PRIVATE: '1',
  LINK_CHECK_RATE: '6000',
  // Nobody listens there: what is sent again waits.
  SMTP_URL: 'smtp://127.0.0.1:9',
  SESSION_SECRET: 'a secret of the tests that is long enough',
};

describe('Pages of work in the background', () => {
  let catalogue: Catalogue;
  let site: Site;
  let target: WebhookTarget;
  let admin: PageVisitor;
  beforeAll(async () => {
    site = await Site.start();
    target = await WebhookTarget.start();
    catalogue = await startCatalogue('better-sqlite3', ENV);
    await loadSample(catalogue);
    admin = await PageVisitor.signedIn(catalogue, 'admin');
    const clerk = await ClerkDesk.of(catalogue, 'clerk');
    const { publicPage, ...facts } = factsForLevel(1);
    const urls = [`${site.address}/gone?a=1&b='2'`];
    await clerk.saveFacts(ID, { ...facts, publicPage: { ...publicPage!, urls } });
  });
  afterAll(async () => {
    await catalogue?.close();
    await site?.close();
    await target?.close();
  });

  const text = async (visitor: PageVisitor, path: string): Promise<string> => {
    const { text: html } = await visitor.get(path).expect(200);
    expect(html).not.toContain('⟦');
    return html;
  };

  it('show a link from its first failure to its death, and have it checked at the press of a button', async () => {
    const inspector = await PageVisitor.signedIn(catalogue, 'inspector');
    const api = await ClerkDesk.of(catalogue, 'inspector');
    for (let failures = 1; failures <= 3; failures += 1) {
      if (failures === 1) await api.post('/link-checks', { service: ID }).expect(202);
      else {
        await text(inspector, `/desk/link-checks?service=${ID}`);
        const asked = await inspector.fill('/desk/link-checks', {});
        expect([asked.status, asked.headers['location']]).toEqual([303, '/desk/link-checks?done=1']);
      }
      await expect.poll(async () => (await api.get(`/link-checks?service=${ID}`)).body.total).toBe(failures);
    }
    const dead = await text(inspector, '/desk/link-checks?state=dead');
    expect(dead).toContain('/gone?a=1&amp;b=&#39;2&#39;');
    expect(dead).toContain('mã HTTP 404');
    expect(await text(inspector, '/en/desk/link-checks?state=dead')).toContain('HTTP status 404');
    const log = await text(inspector, `/desk/link-checks/log?service=${ID}`);
    expect(log).toContain('3 lần kiểm tra');
    expect(await text(inspector, '/en/desk/link-checks/log?outcome=alive')).toContain('No check matches.');
    await inspector.get('/desk/link-checks/log?from=2026-03-03&to=2026-03-02').expect(400);
  });

  it('show clerks what is wrong with the links of their services, and no button', async () => {
    const clerk = await PageVisitor.signedIn(catalogue, 'clerk');
    for (const path of ['/desk', `/desk/services/${ID}`]) {
      const html = await text(clerk, path);
      expect(html, path).toContain('Đường dẫn cần xem lại');
      expect(html, path).toContain('/gone?a=1&amp;b=&#39;2&#39;');
    }
    expect(await text(clerk, '/desk/link-checks')).not.toContain('Kiểm tra ngay');
    expect((await clerk.fill('/desk/link-checks', { url: `${site.address}/gone` })).status).toBe(403);
    await clerk.get('/desk/jobs').expect(403);
    await clerk.get('/desk/webhooks').expect(403);
    const other = await PageVisitor.signedIn(catalogue, 'clerk2');
    expect(await text(other, '/desk/link-checks')).toContain('0 đường dẫn');
  });

  it('keep webhooks: the secret is shown once, what was typed stays, and a removal asks first', async () => {
    await text(admin, '/desk/webhooks');
    const refused = await admin.fill('/desk/webhooks', { url: 'ftp://x', description: 'Cổng "tỉnh"' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('value="ftp://x"');
    expect(refused.text).toContain('value="Cổng &quot;tỉnh&quot;"');
    expect(refused.text).toContain('href="#url"');
    const added = await admin.fill('/desk/webhooks', { url: target.url, description: 'Cổng' });
    expect(added.status).toBe(201);
    expect(added.text).toMatch(/whsec_[\w+/=&#;]+/);
    expect(added.headers['cache-control']).toBe('no-store');
    expect(await text(admin, '/desk/webhooks')).not.toContain('whsec_');

    expect(await text(admin, '/desk/webhooks/1')).not.toContain('whsec_');
    expect((await admin.fill('/desk/webhooks/1/test', {})).headers['location']).toBe(
      '/desk/webhooks/1?done=tested',
    );
    await expect.poll(() => text(admin, '/desk/webhooks/1')).toContain('đã nhận');
    expect((await admin.fill('/desk/webhooks/1/replay', { after: '0' })).status).toBe(303);
    await text(admin, '/desk/webhooks/1');
    const wrong = await admin.fill('/desk/webhooks/1/replay', { after: 'mười' });
    expect([wrong.status, wrong.text.includes('value="mười"')]).toEqual([400, true]);

    await catalogue.app.get(UnitOfWork).run(SYSTEM, async (unit) => {
      const old = Array.from({ length: 60 }, (_, i) => i + 1000);
      await unit.insertMany(
        WebhookDeliveryTable,
        old.map((no) => ({
          webhookId: '1',
          no,
          messageId: `m${no}`,
          kind: 'changes',
          afterSeq: no * 10,
          lastSeq: no * 10 + 5,
          state: 'failed',
          attempts: 9,
          httpStatus: 500,
          problem: null,
          createdAt: unit.at,
          attemptedAt: unit.at,
          nextAttemptAt: null,
        })),
      );
    });
    const latest = await text(admin, '/desk/webhooks/1');
    const older = /href="(\/desk\/webhooks\/1\?cursor=[^"#]+)#deliveries"/.exec(latest)![1]!;
    expect([latest.includes('10.591'), latest.includes('10.001')]).toEqual([true, false]);
    const page = await text(admin, older);
    expect([page.includes('10.591'), page.includes('10.001')]).toEqual([false, true]);
    await admin.get('/desk/webhooks/1?cursor=x').expect(400);

    await text(admin, '/desk/webhooks/1');
    const { version } = admin.hidden();
    expect((await admin.fill('/desk/webhooks/1', { active: 'false' })).status).toBe(303);
    expect(await text(admin, '/en/desk/webhooks/1')).toContain('paused');
    const late = await admin.fill('/desk/webhooks/1', { active: 'false', version: version! });
    expect(late.status).toBe(412);
    expect((await admin.fill('/desk/webhooks/1/remove', {})).status).toBe(400);
    expect((await admin.fill('/desk/webhooks/1/remove', { sure: 'yes' })).status).toBe(303);
    await admin.get('/desk/webhooks/1').expect(404);
  });

  it('show each job, and send mail again that could not be sent', async () => {
    await catalogue.app.get(UnitOfWork).run(SYSTEM, async (unit) => {
      const id = 'STP~n1';
      await unit.insertMany(NotificationTable, [
        {
          id,
          agencyCode: 'STP',
          no: 1,
          kind: 'level_lowered',
          serviceId: ID,
          subject: 'inspection:x',
          at: unit.at,
          readAt: null,
          readBy: null,
        },
      ]);
      await unit.insertMany(MailMessageTable, [
        {
          id,
          agencyCode: 'STP',
          recipient: 'a@example.gov.vn',
          subject: 'Mức độ <bị hạ>',
          body: '',
          messageId: '<a@b>',
          state: 'failed',
          attempts: 10,
          problem: '550 No such user',
          createdAt: unit.at,
          attemptedAt: unit.at,
          nextAttemptAt: null,
        },
      ]);
    });
    const page = await text(admin, '/desk/jobs');
    for (const shown of ['Mức độ &lt;bị hạ&gt;', '550 No such user', '1 đường dẫn hỏng'])
      expect(page).toContain(shown);
    expect(await text(admin, '/en/desk/jobs')).toContain('1 dead link<');
    const again = await admin.fill('/en/desk/jobs/mail/STP~n1', {});
    expect([again.status, again.headers['location']]).toEqual([303, '/en/desk/jobs?done=1']);
    expect(await text(admin, '/desk/jobs')).not.toContain('550 No such user');
  });
});
