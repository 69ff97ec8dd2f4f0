import { expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { PageVisitor } from '../support/page-visitor.js';
import { loadSample } from '../support/sample.js';

onBothDatabases('A person who signs in by the page', loadSample, (catalogue) => {
  const visitor = () => new PageVisitor(catalogue());

  it('comes to the desk, and by signing out leaves it', async () => {
    const clerk = visitor();
    const page = await clerk.get('/sign-in').expect(200);
    expect(page.text).toContain('autocomplete="current-password"');
    expect(page.text).not.toContain('-error');
    expect(page.headers['cache-control']).toBe('no-store');
    const signedIn = await clerk.signIn('clerk').expect(303);
    expect(signedIn.headers['location']).toBe('/desk');
    const desk = await clerk.get('/desk').expect(200);
    expect(desk.text).toContain('Sở Tư pháp');
    expect(desk.headers['cache-control']).toBe('no-store');
    expect(desk.headers['referrer-policy']).toBe('same-origin');
    const left = await clerk.fill('/sign-out', {});
    expect(left.status).toBe(303);
    expect(left.headers['location']).toBe('/');
    await clerk.get('/desk').expect(303);
  });

  it('is told of a wrong password with the name kept and the password gone', async () => {
    const { text } = await visitor().signIn('clerk', 'not the password').expect(401);
    expect(text).toContain('Tên đăng nhập hoặc mật khẩu không đúng');
    expect(text).toContain('value="clerk"');
    expect(text).toContain('href="#username"');
    expect(text).not.toContain('not the password');
  });

  it('is told what is not filled in', async () => {
    const { text } = await visitor().send('/en/sign-in', { username: '', password: '' }).expect(400);
    expect(text).toContain('Type your user name.');
    expect(text).toContain('href="#password"');
  });

  it('is not asked to sign in by a page that is not there, and finds the way back', async () => {
    const stranger = await visitor().get('/no-such-page').expect(404);
    expect(stranger.text).toContain('href="/sign-in"');
    const clerk = await PageVisitor.signedIn(catalogue(), 'clerk');
    const { text } = await clerk.get('/en/no-such-page').expect(404);
    expect(text).not.toContain('href="/en/sign-in"');
    expect(text).toContain('<a href="/en/desk">To your desk</a>');
  });

  it('is slowed down after many guesses', async () => {
    const guesser = visitor();
    let status = 401;
    for (let i = 0; i < 30 && status === 401; i += 1)
      status = (await guesser.signIn('planner', `guess ${i}`)).status;
    expect(status).toBe(429);
  });

  it('goes on to the page that was asked for, in its language', async () => {
    const clerk = visitor();
    const asked = await clerk.get('/en/desk?a=1').expect(303);
    expect(asked.headers['location']).toBe(`/en/sign-in?next=${encodeURIComponent('/en/desk?a=1')}`);
    await clerk.get(asked.headers['location']!).expect(200);
    expect(clerk.hidden()['next']).toBe('/en/desk?a=1');
    const { headers } = await clerk.signIn('clerk2', undefined, '/en/desk?a=1').expect(303);
    expect(headers['location']).toBe('/en/desk?a=1');
  });

  it.each(['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example'])(
    'is never led to another site: %s',
    async (next) => {
      const { headers } = await visitor().signIn('inspector', undefined, next).expect(303);
      expect(headers['location']).toBe('/desk');
    },
  );

  it('cannot be signed in or out by another site', async () => {
    await visitor().signIn('clerk').set('Sec-Fetch-Site', 'cross-site').expect(403);
    const clerk = await PageVisitor.signedIn(catalogue(), 'clerk');
    const refused = await clerk.send('/sign-out', {}).expect(403);
    expect(refused.text).toContain('phiên đăng nhập');
    await clerk.send('/sign-out', { csrf: 'guessed' }).expect(403);
    await clerk.get('/desk').expect(200);
  });

  it.each(['clerk', 'clerk2', 'admin', 'inspector'])(
    'finds a desk in both languages with no text missing: %s',
    async (username) => {
      const person = await PageVisitor.signedIn(catalogue(), username);
      for (const path of ['/desk', '/en/desk', '/sign-in', '/en/sign-in']) {
        const { text } = await person.get(path);
        expect(text).not.toContain('⟦');
      }
    },
  );

  it('sends forms to pages only: the API takes none', async () => {
    const { body } = await catalogue()
      .http()
      .post('/api/v1/session')
      .type('application/x-www-form-urlencoded')
      .send('username=clerk&password=a')
      .expect(415);
    expect(body.code).toBe('media_type');
    await visitor().send('/sign-in', {}).expect(400);
    await catalogue().http().post('/sign-in').send({ username: 'clerk', password: 'x' }).expect(415);
  });
});
