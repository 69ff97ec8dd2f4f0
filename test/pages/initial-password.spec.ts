import { expect, it } from 'vitest';
import { NOW, onBothDatabases } from '../support/catalogue.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';

const OWN = 'một cụm từ thật dài';
const CHOOSE = '/desk/account/password';
const LAN = { username: 'lan', displayName: 'Nguyễn Thị Lan', role: 'planner' };

onBothDatabases('An initial password on the pages', loadSample, (catalogue) => {
  const admin = async (path: string) => {
    const visitor = await PageVisitor.signedIn(catalogue(), 'admin');
    await visitor.get(path).expect(200);
    return visitor;
  };
  const somebody = () => new PageVisitor(catalogue());
  const madeIn = (text: string) => /<code class="secret"[^>]*>([a-z2-7-]{19})</.exec(text)![1]!;

  it('is made where none is typed, and leads to nothing but an own one', async () => {
    const added = await (await admin('/en/desk/accounts')).fill('/desk/accounts', LAN);
    expect([added.status, added.headers['cache-control']]).toEqual([201, 'no-store']);
    const given = madeIn(added.text);
    const lan = somebody();
    await lan.signIn('lan', given).expect(303);
    for (const path of ['/desk', '/desk/account', '/desk/plans?q=a'])
      expect((await lan.get(path).expect(303)).headers['location']).toBe(CHOOSE);
    expect((await lan.get('/en/desk').expect(303)).headers['location']).toBe(`/en${CHOOSE}`);
    await lan.get('/services').expect(200);
    const { text } = await lan.get(CHOOSE).expect(200);
    expect(text).toContain('Đặt mật khẩu của riêng bạn');
    // No way about the desk, but one out.
    expect([text.includes('class="desk-nav"'), text.includes('/sign-out')]).toEqual([false, true]);
    const refused = await lan.fill('/desk/plans/2012/lines/1', {});
    expect([refused.status, refused.text.includes('mật khẩu ban đầu')]).toEqual([403, true]);
    const typed = { currentPassword: given, password: OWN };
    const wrong = await lan.fill(CHOOSE, { ...typed, currentPassword: 'no' });
    expect([wrong.status, wrong.text.includes('href="#currentPassword"')]).toEqual([422, true]);
    const same = await lan.fill(CHOOSE, { ...typed, password: given });
    expect([same.status, same.text.includes('href="#password"')]).toEqual([400, true]);
    const chosen = await lan.fill(CHOOSE, typed);
    expect([chosen.status, chosen.headers['location']]).toEqual([303, '/desk/account?done=password']);
    await lan.get('/desk').expect(200);
    const later = somebody();
    await later.signIn('lan', OWN).expect(303);
    await later.get('/desk/plans').expect(200);
  });

  it('is given to somebody who forgot theirs, and tells its owner when it has ended', async () => {
    const page = '/desk/accounts/clerk';
    const clerk = await PageVisitor.signedIn(catalogue(), 'clerk');
    const given = await (await admin(page)).fill(`${page}/password/initial`, {});
    expect([given.status, given.headers['cache-control']]).toEqual([200, 'no-store']);
    const password = madeIn(given.text);
    expect((await clerk.get('/desk')).headers['location']).toContain('/sign-in');
    const before = await somebody().signIn('clerk', password).expect(303);
    expect(before.headers['location']).toBe('/desk');
    expect((await (await admin(page)).get(page)).text).toContain('chưa đặt mật khẩu của riêng mình');
    catalogue().setNow(new Date(Date.parse(NOW) + 7 * 86_400_000).toISOString());
    const over = await somebody().signIn('clerk', password).expect(401);
    expect(over.text).toContain('Hãy nhờ quản trị viên');
    const typed = await (await admin(page)).fill(`${page}/password`, { password: OWN });
    expect(typed.headers['location']).toBe(`${page}?done=password`);
    await clerk.signIn('clerk', OWN).expect(303);
    await clerk.get('/desk').expect(200);
  });
});
