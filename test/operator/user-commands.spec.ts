import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BuiltCatalogue } from '../support/built-catalogue.js';
import { builtProgram } from '../support/built.js';
import { ENGINES } from '../support/catalogue.js';
import { runCommandWith } from '../support/cli.js';
import { Prepared } from '../support/prepared.js';

const TYPED = 'sông hồng đỏ nặng';
const MADE = /^([a-z2-7]{4}-){3}[a-z2-7]{4}$/m;

for (const engine of ENGINES) {
  describe(`Accounts from the command line on ${engine === 'postgres' ? 'PostgreSQL' : 'SQLite'}`, () => {
    let prepared: Prepared;
    let env: { DATABASE_URL: string };
    beforeAll(async () => {
      prepared = await Prepared.of(engine);
      env = await prepared.copy();
    });
    afterAll(() => prepared?.remove());
    const user = (password: string, ...args: string[]) =>
      runCommandWith(`${password}\n`, builtProgram(), env, 'user', ...args);

    it('have the password that is typed, or an initial one that is made and shown once', async () => {
      const typed = await user(TYPED, 'add', 'lan', '--role', 'admin');
      expect([typed.code, typed.output]).toEqual([0, 'Added lan as admin\n']);
      const made = await user('', 'add', 'minh', '--role', 'planner', '--generate');
      const initial = MADE.exec(made.output)![0];
      const none = await user('', 'set-password', 'minh');
      expect([none.code, none.output]).toEqual([1, expect.not.stringMatching(MADE)]);
      const set = await user(TYPED, 'set-password', 'planner');
      expect([set.code, set.output]).toEqual([0, expect.not.stringMatching(MADE)]);
      const again = await user('', 'set-password', 'clerk', '--generate');
      const other = MADE.exec(again.output)![0];

      const catalogue = await BuiltCatalogue.start(env);
      /** What whoever signs in with it may do first. */
      const first = async (username: string, password: string) => {
        const { body } = await catalogue.ask('POST', '/api/v1/session', { body: { username, password } });
        const answer = await catalogue.ask('GET', '/api/v1/session', { token: body['token'] });
        return answer.status === 200 ? 'all' : answer.body['code'];
      };
      expect(await first('lan', TYPED)).toBe('all');
      expect(await first('minh', initial)).toBe('own_password_needed');
      expect(await first('planner', TYPED)).toBe('all');
      expect(await first('clerk', other)).toBe('own_password_needed');
      await catalogue.stop();
    });
  });
}
