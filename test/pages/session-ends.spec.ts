import { beforeAll, expect, it } from 'vitest';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';

const ID = 'STP~1.001193';
const PAGE = `/desk/services/${ID}`;
const TYPED = { 'publicPage.state': 'present', 'publicPage.urls': 'https://example.gov.vn/đang-gõ' };

onBothDatabases('Somebody whose session ends in the middle of a form', loadSample, (catalogue) => {
  let clerk: PageVisitor;
  const endAllSessions = () =>
    catalogue()
      .app.get(UnitOfWork)
      .run({ actor: { name: 'system', agencyCode: null }, action: 'test.end' }, (unit) =>
        unit.run('DELETE FROM session', {}),
      );
  /** Sends the form after the session has ended. @returns where the form waits */
  const sendTooLate = async (): Promise<string> => {
    await clerk.get(PAGE).expect(200);
    await endAllSessions();
    const sent = await clerk.fill(PAGE, TYPED);
    expect(sent.status).toBe(303);
    const { pathname, searchParams } = new URL(sent.headers['location']!, 'http://localhost');
    expect(pathname).toBe('/sign-in');
    return searchParams.get('next')!;
  };
  beforeAll(async () => {
    const desk = await ClerkDesk.of(catalogue(), 'clerk');
    await desk.post('/services', { agencyCode: 'STP', procedureCode: '1.001193' }).expect(201);
    clerk = await PageVisitor.signedIn(catalogue(), 'clerk');
  });

  it('signs in again, finds what was typed, and sends it', async () => {
    const next = await sendTooLate();
    expect(next).toMatch(/^\/desk\/resume\//);
    await clerk.get(`/sign-in?next=${encodeURIComponent(next)}`).expect(200);
    const back = await clerk.signIn('clerk', undefined, next);
    expect(back.headers['location']).toBe(next);
    const { text } = await clerk.get(next).expect(200);
    expect(text).toContain('https://example.gov.vn/đang-gõ');
    expect(text).not.toContain('⟦');
    expect((await clerk.fill(PAGE, {})).headers['location']).toBe(`${PAGE}?saved=1`);
    expect((await clerk.get(PAGE)).text).toContain('https://example.gov.vn/đang-gõ</textarea>');
  });

  it('finds it too where another window signed in meanwhile', async () => {
    await clerk.get(PAGE).expect(200);
    const opened = clerk.hidden();
    await endAllSessions();
    await clerk.signIn('clerk').expect(303);
    const sent = await clerk.send(PAGE, { ...opened, ...TYPED });
    expect(sent.status).toBe(303);
    expect(sent.headers['location']).toMatch(/^\/desk\/resume\//);
  });

  it('alone: another account does not, and a form that is none of ours is not kept', async () => {
    const next = await sendTooLate();
    await clerk.signIn('clerk2', undefined, next).expect(303);
    await clerk.get(next).expect(404);
    await endAllSessions();
    const forged = await clerk.send(PAGE, { ...TYPED, csrf: 'token.bWFyaw' });
    expect(forged.status).toBe(401);
  });
});
