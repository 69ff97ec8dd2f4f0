import { type ChildProcess, spawn } from 'node:child_process';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApplication } from '../../src/application.js';
import { readConfig } from '../../src/config/config.js';
import { packageFile } from '../../src/config/package-root.js';
import { Reader } from '../../src/database/reader.js';
import { UnitOfWork } from '../../src/database/unit-of-work.js';
import { type Catalogue, NOW, onBothDatabases, startCatalogue } from '../support/catalogue.js';
import { loadSample, tokenOf } from '../support/sample.js';
import { signedIn } from '../support/signed-in.js';
import { type Received, WebhookTarget } from '../support/webhook-target.js';

const SESSION_SECRET = 'a session secret of the webhook tests';
const SERVICE = '02635~1.001193';
const INTENT = { actor: { name: 'test', agencyCode: null }, action: 'test.write' };

interface Delivery {
  no: number;
  messageId: string;
  kind: string;
  state: string;
  attempts: number;
  httpStatus: number | null;
  problem: string | null;
  afterSeq: number;
  lastSeq: number;
  nextAttemptAt: string | null;
}

/** Publishes a service anew, which is one change of the feed. @returns its number */
let renamed = 0;
function change(catalogue: Catalogue): Promise<number> {
  return catalogue.app
    .get(UnitOfWork)
    .run(INTENT, async (unit) => {
      renamed += 1;
      await unit.run('UPDATE agency SET name = :name WHERE code = :code', {
        name: `Xã ${renamed}`,
        code: SERVICE.split('~')[0]!,
      });
      unit.record('agency:02635', null, { renamed });
      unit.touch(SERVICE);
    })
    .then(() => lastChange(catalogue));
}

async function lastChange(catalogue: Catalogue): Promise<number> {
  const head = await catalogue.app
    .get(Reader)
    .get<{ change_seq: number }>('SELECT change_seq FROM ledger_head WHERE id = 1');
  return head!.change_seq;
}

/** The library's own check, at the time of the message. */
function verified(secret: string, { headers, text }: Received): unknown {
  vi.useFakeTimers({ toFake: ['Date'], now: Number(headers['webhook-timestamp']) * 1000 });
  try {
    return new Webhook(secret).verify(text, headers as Record<string, string>);
  } finally {
    vi.useRealTimers();
  }
}

const signature = (headers: IncomingHttpHeaders): Record<string, string> =>
  Object.fromEntries(
    ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])]),
  );

/** The program of the examples as a portal would start it. */
class Receiver {
  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
  ) {}

  static async start(secret: string): Promise<Receiver> {
    const child = spawn(process.execPath, [packageFile('examples/webhook-receiver.mjs'), '0'], {
      env: { ...process.env, WEBHOOK_SECRET: secret },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise<string>((done) => child.stdout.once('data', (text) => done(String(text))));
    return new Receiver(child, /http:\S+/.exec(line)![0]);
  }

  async send(body: string, headers: Record<string, string>): Promise<number> {
    return (await fetch(this.url, { method: 'POST', body, headers })).status;
  }

  stop(): void {
    this.child.kill();
  }
}

onBothDatabases(
  'Webhooks',
  loadSample,
  (catalogue) => {
    let target: WebhookTarget;
    beforeEach(async () => {
      target = await WebhookTarget.start();
    });
    afterEach(async () => {
      const admin = await asAdmin();
      const { body } = await admin.get('/webhooks').expect(200);
      for (const { id } of body.items) await admin.delete(`/webhooks/${id}`).expect(204);
      await target.close();
    });

    const asAdmin = async () => signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
    const hook = async (url = target.url): Promise<{ id: string; secret: string }> =>
      (await (await asAdmin()).post('/webhooks').send({ url, description: 'Cổng thử' }).expect(201)).body;
    const stateOf = async (id: string): Promise<string> =>
      (await (await asAdmin()).get(`/webhooks/${id}`).expect(200)).body.state;
    const log = async (id: string): Promise<Delivery[]> =>
      (await (await asAdmin()).get(`/webhooks/${id}/deliveries`).expect(200)).body.items;
    const patch = async (id: string, body: object) => {
      const admin = await asAdmin();
      const { headers } = await admin.get(`/webhooks/${id}`).expect(200);
      return admin.patch(`/webhooks/${id}`).set('If-Match', headers['etag']!).send(body);
    };
    /** The message once it has had so many attempts. */
    const afterAttempts = async (id: string, attempts: number): Promise<Delivery> => {
      await expect.poll(async () => (await log(id))[0]?.attempts).toBe(attempts);
      return (await log(id))[0]!;
    };

    it('tell what changed, signed so that the library of the convention takes it', async () => {
      const { id, secret } = await hook();
      expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
      const seq = await change(catalogue());
      await expect.poll(() => target.received.length).toBe(1);
      const [message] = target.received;
      expect(verified(secret, message!)).toEqual({
        type: 'services.changed',
        timestamp: expect.stringMatching(/^2026-03-02T02:0/),
        data: {
          items: [{ seq, op: 'upsert', id: SERVICE, at: expect.any(String) }],
          next: expect.any(String),
        },
      });
      expect(() => verified('whsec_' + Buffer.alloc(32).toString('base64'), message!)).toThrow('signature');
      expect(message!.headers).toMatchObject({ 'content-type': 'application/json' });
      const { next } = message!.body.data;
      const { body } = await catalogue().http().get(`/api/v1/changes?since=${next}`).expect(200);
      expect(body).toEqual({ items: [], next, caughtUp: true });
      await afterAttempts(id, 1);
      expect(await log(id)).toMatchObject([
        {
          no: 1,
          messageId: message!.headers['webhook-id'],
          kind: 'changes',
          state: 'delivered',
          httpStatus: 204,
          problem: null,
          afterSeq: seq - 1,
          lastSeq: seq,
          nextAttemptAt: null,
        },
      ]);
    });

    it('show their secret once, and keep it where neither the database nor the ledger tells it', async () => {
      const { id, secret } = await hook();
      const { body } = await (await asAdmin()).get(`/webhooks/${id}`).expect(200);
      expect(body).not.toHaveProperty('secret');
      const rows = await catalogue().app.get(Reader).all('SELECT * FROM webhook');
      const ledger = await catalogue().app.get(Reader).all('SELECT body FROM ledger_entry');
      expect(JSON.stringify([rows, ledger])).not.toContain(secret.slice(6));
    });

    it('miss nothing and say nothing twice, a hundred changes at most in a message', async () => {
      await hook();
      const before = await lastChange(catalogue());
      await catalogue()
        .app.get(UnitOfWork)
        .run(INTENT, async (unit) => {
          await unit.run(`UPDATE agency SET name = name || ' (mới)'`);
          unit.record('agency:all', null, { renamed: true });
          for (const { id } of await unit.all<{ id: string }>('SELECT id FROM public_service'))
            unit.touch(id);
        });
      await Promise.all([change(catalogue()), change(catalogue()), change(catalogue())]);
      const last = await lastChange(catalogue());
      expect(last - before).toBeGreaterThan(100);
      await expect.poll(() => target.seqs.at(-1)).toBe(last);
      expect(target.seqs).toEqual(Array.from({ length: last - before }, (_, i) => before + 1 + i));
      expect(Math.max(...target.received.map(({ body }) => body.data.items.length))).toBe(100);
    });

    it('are tried again under one id, later each time, and go on where they were', async () => {
      target.statuses = [500, 302, 200];
      const { id, secret } = await hook();
      const first = await change(catalogue());
      const failed = await afterAttempts(id, 1);
      expect(failed).toMatchObject({ state: 'pending', httpStatus: 500, problem: 'status' });
      const second = await change(catalogue());
      catalogue().setNow(failed.nextAttemptAt!);
      const redirected = await afterAttempts(id, 2);
      expect(redirected).toMatchObject({ state: 'pending', httpStatus: 302, problem: 'redirect' });
      const pause = Date.parse(redirected.nextAttemptAt!) - Date.parse(failed.nextAttemptAt!);
      expect(pause).toBeGreaterThanOrEqual(300_000);
      expect(pause).toBeLessThanOrEqual(360_000);
      catalogue().setNow(redirected.nextAttemptAt!);
      await expect.poll(() => target.received.length).toBe(4);
      expect(target.received.slice(0, 3).map(({ headers }) => headers['webhook-id'])).toEqual(
        Array.from({ length: 3 }, () => failed.messageId),
      );
      expect(new Set(target.received.slice(0, 3).map(({ text }) => text)).size).toBe(1);
      for (const message of target.received) verified(secret, message);
      expect(target.seqs).toEqual([first, first, first, second]);
    });

    it('die after the tenth attempt, and are brought back without losing a change', async () => {
      target.statuses = [503];
      const { id } = await hook();
      const seq = await change(catalogue());
      for (let attempts = 1; attempts < 10; attempts += 1) {
        const { nextAttemptAt, state } = await afterAttempts(id, attempts);
        expect([attempts, state]).toEqual([attempts, 'pending']);
        catalogue().setNow(nextAttemptAt!);
      }
      expect(await afterAttempts(id, 10)).toMatchObject({ state: 'failed', nextAttemptAt: null });
      expect(await stateOf(id)).toBe('dead');
      const { body: ledger } = await (await asAdmin()).get(`/ledger?subject=webhook:${id}`).expect(200);
      expect(ledger.items[0].action).toBe('webhook.deliver');
      await change(catalogue());
      await catalogue().http().get('/api/v1/services').expect(200);
      expect(target.received.length).toBe(10);
      target.statuses = [200];
      expect((await patch(id, { active: true })).body.state).toBe('active');
      await expect.poll(() => target.received.length).toBe(11);
      expect(target.received.at(-1)!.body.data.items.map((item) => item.seq)).toEqual([seq, seq + 1]);
    });

    it('die at once where the target says that it is gone', async () => {
      target.statuses = [410];
      const { id } = await hook();
      await change(catalogue());
      await expect.poll(() => stateOf(id)).toBe('dead');
      expect(target.received.length).toBe(1);
    });

    it('are paused and changed only by who has read them', async () => {
      const { id } = await hook();
      const admin = await asAdmin();
      expect((await admin.patch(`/webhooks/${id}`).send({ active: false })).status).toBe(428);
      const stale = await admin.patch(`/webhooks/${id}`).set('If-Match', '"x"').send({ active: false });
      expect(stale.status).toBe(412);
      expect((await patch(id, { active: false, description: null })).body).toMatchObject({
        state: 'paused',
        description: null,
      });
      const seq = await change(catalogue());
      await admin.post(`/webhooks/${id}/replay`).send({}).expect(409);
      await admin.post(`/webhooks/${id}/test`).expect(202);
      await expect.poll(() => target.received.length).toBe(1);
      expect(target.received[0]!.body).toMatchObject({ type: 'webhook.test', data: { items: [] } });
      await patch(id, { active: true });
      await expect.poll(() => target.seqs).toEqual([seq]);
    });

    it('send again from any change on', async () => {
      const { id } = await hook();
      const seq = await change(catalogue());
      await expect.poll(() => target.seqs).toEqual([seq]);
      const admin = await asAdmin();
      const { body } = await admin
        .post(`/webhooks/${id}/replay`)
        .send({ after: seq - 3 })
        .expect(202);
      expect(body).toEqual({ afterSeq: seq - 3, lastSeq: seq });
      await expect.poll(() => target.seqs).toEqual([seq, seq - 2, seq - 1, seq]);
      const refused = await admin
        .post(`/webhooks/${id}/replay`)
        .send({ after: seq + 1 })
        .expect(400);
      expect(refused.body.errors).toMatchObject([{ pointer: '/after' }]);
    });

    it('are taken by the receiver of the examples, and by nobody with another secret', async () => {
      const { id, secret } = await hook();
      await change(catalogue());
      await expect.poll(() => target.received.length).toBe(1);
      const { headers, text } = target.received[0]!;
      const at = String(Math.floor(Date.now() / 1000));
      const signed = new Webhook(secret).sign(headers['webhook-id'] as string, new Date(), text);
      const receiver = await Receiver.start(secret);
      const answers = [
        await receiver.send(text, {
          ...signature(headers),
          'webhook-timestamp': at,
          'webhook-signature': signed,
        }),
        await receiver.send(text, { ...signature(headers), 'webhook-timestamp': at }),
        await receiver.send(text, signature(headers)),
        await receiver.send(`${text} `, {
          ...signature(headers),
          'webhook-timestamp': at,
          'webhook-signature': signed,
        }),
      ];
      receiver.stop();
      expect(answers).toEqual([204, 401, 401, 401]);
      expect(await afterAttempts(id, 1)).toMatchObject({ state: 'delivered' });
    });

    it('never slow a write, however slow the target', async () => {
      target.hangs = true;
      const { id } = await hook();
      await change(catalogue());
      await expect.poll(() => target.received.length).toBe(1);
      const started = performance.now();
      for (let i = 0; i < 10; i += 1) await change(catalogue());
      expect(performance.now() - started).toBeLessThan(10_000);
      // All of it while the first message still waits for its answer.
      expect(await log(id)).toMatchObject([{ attempts: 0, state: 'pending' }]);
      expect(await afterAttempts(id, 1)).toMatchObject({
        state: 'pending',
        httpStatus: null,
        problem: 'timeout',
      });
    });

    it('are sent again under the same id after a restart in the middle of an attempt', async () => {
      target.hangs = true;
      const { id, secret } = await hook();
      const seq = await change(catalogue());
      await expect.poll(() => target.received.length).toBe(1);
      target.hangs = false;
      await catalogue().restart();
      await expect.poll(() => target.received.length).toBe(2);
      const [first, second] = target.received;
      expect(second!.headers['webhook-id']).toBe(first!.headers['webhook-id']);
      expect(verified(secret, second!)).toMatchObject({ data: { items: [{ seq }] } });
      expect(await afterAttempts(id, 1)).toMatchObject({ state: 'delivered' });
    });
  },
  { SESSION_SECRET, WEBHOOKS_ALLOW_PRIVATE: '1' },
);

onBothDatabases(
  'Webhooks to the public Internet alone',
  loadSample,
  (catalogue) => {
    it('refuse targets inside, when they are given and when a message is sent', async () => {
      const admin = signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
      const target = await WebhookTarget.start();
      for (const url of [
        target.url,
        'http://localhost/',
        'http://[::1]/',
        'http://169.254.169.254/',
        'http://0x7f.1/',
      ]) {
        const { body } = await admin.post('/webhooks').send({ url }).expect(400);
        expect([url, body.errors]).toEqual([
          url,
          [expect.objectContaining({ pointer: '/url', code: 'address_refused' })],
        ]);
      }
      const { body: hook } = await admin
        .post('/webhooks')
        .send({ url: 'https://93.184.215.14/hooks' })
        .expect(201);
      // As a name that leads inside only after it was taken.
      await catalogue()
        .app.get(UnitOfWork)
        .run(INTENT, async (unit) => {
          await unit.run('UPDATE webhook SET url = :url', { url: target.url });
          unit.record('webhook:all', null, { url: target.url });
        });
      await admin.post(`/webhooks/${hook.id}/test`).expect(202);
      await expect
        .poll(async () => (await admin.get(`/webhooks/${hook.id}/deliveries`)).body.items)
        .toMatchObject([{ state: 'failed', attempts: 1, httpStatus: null, problem: 'refused_address' }]);
      expect(target.received).toEqual([]);
      await target.close();
    });
  },
  { SESSION_SECRET },
);

onBothDatabases('Webhooks without a session secret', loadSample, (catalogue) => {
  it('have a key beside the file, and are refused on PostgreSQL, which has no such place', async () => {
    const admin = signedIn(catalogue(), await tokenOf(catalogue(), 'admin'));
    const answer = await admin.post('/webhooks').send({ url: 'https://93.184.215.14/hooks' });
    if (catalogue().engine === 'postgres') {
      expect([answer.status, answer.body.code]).toEqual([409, 'webhook_key_missing']);
    } else {
      expect(answer.status).toBe(201);
    }
  });
});

describe('Webhooks of several processes on one PostgreSQL', () => {
  it('are sent by one of them, and by another when that one ends', async () => {
    const env = { SESSION_SECRET, WEBHOOKS_ALLOW_PRIVATE: '1' };
    const catalogue = await startCatalogue('postgres', env);
    await loadSample(catalogue);
    const target = await WebhookTarget.start();
    const config = readConfig({
      ...env,
      DATABASE_URL: catalogue.databaseUrl,
      SEED: 'none',
      LOG_LEVEL: 'silent',
    });
    const other = await createApplication(config, () => new Date(NOW));
    try {
      const admin = signedIn(catalogue, await tokenOf(catalogue, 'admin'));
      await admin.post('/webhooks').send({ url: target.url }).expect(201);
      const from = await lastChange(catalogue);
      const expectSent = async (changes: number) => {
        await expect.poll(() => target.seqs.at(-1)).toBe(from + changes);
        expect(target.seqs).toEqual(Array.from({ length: changes }, (_, i) => from + 1 + i));
      };
      for (let i = 0; i < 20; i += 1) await change(catalogue);
      await expectSent(20);
      await catalogue.restart();
      for (let i = 0; i < 20; i += 1) await change(catalogue);
      await expectSent(40);
    } finally {
      await other.close();
      await catalogue.close();
      await target.close();
    }
  });
});
