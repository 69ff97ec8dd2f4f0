import { Secret, TOTP } from 'otpauth';
import { amendProcedure } from './amend-procedure.js';
import { type Catalogue, NOW } from './catalogue.js';
import { ClerkDesk } from './clerk-desk.js';
import { ImportDesk } from './import-desk.js';
import { allMetBut, InspectorDesk } from './inspector-desk.js';
import { PageVisitor } from './page-visitor.js';
import { loadWithEditions } from './pages.js';
import { aCompleteDraft } from './procedure-draft.js';
import { PASSWORD } from './sample.js';
import { factsForLevel } from './service-facts.js';

/** What the pages of a catalogue in use show, and where. */
export interface PageState {
  /** Inspected, found wanting, with a finding that waits for an answer, case volumes and a new version of its procedure. */
  service: string;
  inspection: string;
  openInspection: string;
  closedService: string;
  campaign: string;
  /** With errors, with a guess that waits for a person, written, and of case volumes. */
  importRuns: { faulty: string; guessed: string; written: string; volumes: string };
  draft: string;
  /** Where a form waits that was sent too late. */
  kept: string;
}

const [CODE, OTHER] = ['1.001193', '1.004884'];
const SERVICES = 'Mã thủ tục;Cơ quan thực hiện;Mức độ;Địa chỉ trang thông tin';
const FILES = {
  faulty: `${SERVICES}\n1.001193;Sở Tư pháp;;https://example.gov.vn/1\n1.000894;Sở Tư pháp;;\n1,001193;Sở Tư pháp;9;khong\n`,
  guessed: `${SERVICES}\n1,004884;Sở Tư pháp;;https://example.gov.vn/1\n`,
  written: `${SERVICES}\n1.000894;Sở Tư pháp;;https://example.gov.vn/2\n`,
  volumes: `Mã thủ tục,Cơ quan thực hiện,Kỳ,Kênh tiếp nhận,Tiếp nhận\n${CODE},Sở Tư pháp,2012-Q4,Trực tiếp,7\n`,
};

/** A catalogue in which every page has something to show: each person of the product has been at work in it. */
export async function loadEveryPage(catalogue: Catalogue): Promise<PageState> {
  await loadWithEditions(catalogue);
  const closed = await catalogue.http().get('/api/v1/editions/1/difference/2?kind=removed').expect(200);
  const clerk = await ClerkDesk.of(catalogue, 'clerk');
  const inspector = await InspectorDesk.of(catalogue);
  const admin = await ClerkDesk.of(catalogue, 'admin');

  for (const code of [CODE, OTHER]) {
    await clerk.post('/services', { agencyCode: 'STP', procedureCode: code }).expect(201);
    await clerk.saveFacts(`STP~${code}`, factsForLevel(3));
    const declaration = { level: 3, effectiveFrom: '2026-03-02' };
    await clerk.post(`/services/STP~${code}/declarations`, declaration).expect(201);
  }
  const service = `STP~${CODE}`;
  await clerk
    .put(`/services/${service}/volumes/2012-Q3`, [
      { channel: 'online', received: 40, resolved: 38, onTime: 30 },
      { channel: 'in_person', received: 312, resolved: 300, onTime: 290 },
    ])
    .expect(201);

  const campaign = await inspector.send
    .post('/campaigns')
    .send({ name: 'Đợt quý I', population: { agency: 'STP' }, marginOfError: 0.2, seed: 'Sa Pa' })
    .expect(201);
  const inspection = (await inspector.open(service).expect(201)).body.id;
  await inspector.record(
    inspection,
    allMetBut({ statusOnline: { outcome: 'not_met', note: 'Trang tra cứu không mở được' } }),
  );
  const finding = {
    criterion: 'statusOnline',
    text: 'Trang tra cứu không mở được',
    dueDate: '2026-03-20',
  };
  await inspector.close(inspection, { findings: [finding] });
  const openInspection = (await inspector.open(`STP~${OTHER}`).expect(201)).body.id;
  await amendProcedure(catalogue, CODE, { dossierSets: 3 }, '2026-03-02');

  const imports = await ImportDesk.of(catalogue, 'clerk');
  const idOf = async (file: keyof typeof FILES): Promise<string> => (await imports.dryRun(FILES[file])).id;
  const importRuns = {
    faulty: await idOf('faulty'),
    guessed: await idOf('guessed'),
    written: await idOf('written'),
    volumes: await idOf('volumes'),
  };
  await imports.commit(importRuns.written).expect(200);
  const draft = await clerk.post('/procedures', aCompleteDraft()).expect(201);
  // Somebody with an initial password, and somebody who gets another.
  for (const username of ['newcomer', 'returning']) {
    const account = { username, displayName: username, role: 'planner', agencyCode: null };
    await admin.post('/accounts', account).expect(201);
  }
  const webhook = { url: 'https://portal.example.vn/hook', description: 'Cổng' };
  await admin.post('/webhooks', webhook).expect(201);
  return {
    service,
    inspection,
    openInspection,
    closedService: closed.body.items[0].id,
    campaign: campaign.body.id,
    importRuns,
    draft: draft.body.code,
    kept: await formSentTooLate(catalogue, `/desk/services/STP~${OTHER}`),
  };
}

/** Sends a form of the clerk after the session has ended. @returns where the form waits */
async function formSentTooLate(catalogue: Catalogue, path: string): Promise<string> {
  const clerk = await PageVisitor.signedIn(catalogue, 'clerk');
  await clerk.get(path).expect(200);
  const opened = clerk.hidden();
  await clerk.fill('/sign-out', {});
  const sent = await clerk.send(path, { ...opened, 'publicPage.urls': 'https://example.gov.vn/đang-gõ' });
  return new URL(sent.headers['location']!, 'http://localhost').searchParams.get('next')!;
}

/** Sets up a second factor for an account. @returns the app that shows its codes */
export async function enrolSecondFactor(catalogue: Catalogue, username: string): Promise<TOTP> {
  const person = await PageVisitor.signedIn(catalogue, username);
  await person.get('/desk/account/second-factor').expect(200);
  const { text } = await person.fill('/desk/account/second-factor', { currentPassword: PASSWORD });
  const [, secret] = /<code class="secret">([A-Z2-7]{32})</.exec(text)!;
  const app = new TOTP({ secret: Secret.fromBase32(secret!) });
  const code = app.generate({ timestamp: Date.parse(NOW) });
  const confirmed = await person.fill('/desk/account/second-factor/confirm', { code });
  if (confirmed.status !== 200) throw new Error(`The code was refused: ${confirmed.status}`);
  return app;
}
