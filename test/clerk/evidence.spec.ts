import { createHash } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onBothDatabases } from '../support/catalogue.js';
import { ClerkDesk } from '../support/clerk-desk.js';
import { factsForLevel } from '../support/service-facts.js';
import { loadSample } from '../support/sample.js';

const ID = 'STP~1.000688';
const PATH = `/services/${ID}/evidence`;
const PDF = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(100_000, 'x')]);
const sha256 = (content: Buffer | string) => createHash('sha256').update(content).digest('hex');

onBothDatabases(
  'Evidence behind the facts of a service',
  loadSample,
  (catalogue) => {
    let desk: ClerkDesk;
    let site: Server | undefined;
    let address: string;
    beforeAll(async () => {
      desk = await ClerkDesk.of(catalogue(), 'clerk');
      const server = createServer((request, response) => {
        if (request.url === '/moved') response.writeHead(301, { location: '/page' }).end();
        else response.writeHead(200, { 'content-type': 'text/html' }).end('Thủ tục');
      });
      await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
      site = server;
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterAll(() => site?.close());

    it('is a page as it was when it was captured, and a fact may name it', async () => {
      const { body } = await desk
        .post(PATH, { url: `${address}/moved`, fact: 'publicPage', note: 'Trang công khai' })
        .expect(201);
      expect(body).toMatchObject({
        id: '1',
        serviceId: ID,
        kind: 'url',
        fact: 'publicPage',
        url: `${address}/moved`,
        finalUrl: `${address}/page`,
        httpStatus: 200,
        mediaType: 'text/html',
        size: Buffer.byteLength('Thủ tục'),
        sha256: sha256('Thủ tục'),
        capturedAt: '2026-03-02T02:00:00.000Z',
        problem: null,
        note: 'Trang công khai',
        actor: 'clerk',
        agencyCode: 'STP',
      });
      const facts = factsForLevel(1);
      const named = { ...facts, publicPage: { ...facts.publicPage!, evidence: [body.id as string] } };
      const saved = await desk.saveFacts(ID, named);
      expect(saved.status).toBe(200);
      const page = saved.body.criteria.find((criterion: { id: string }) => criterion.id === 'publicPage');
      expect(page).toMatchObject({ outcome: 'met', reason: null, evidence: ['1'] });
    });

    it('records what could not be captured, with the reason', async () => {
      const { body } = await desk.post(PATH, { url: 'http://127.0.0.1:9/' }).expect(201);
      expect(body).toMatchObject({ kind: 'url', problem: 'connection', sha256: null, httpStatus: null });
    });

    it('is a file that comes back as it was sent, to be saved and never shown', async () => {
      const { body } = await desk
        .form(PATH)
        .attach('file', PDF, { filename: 'tờ khai "1".pdf', contentType: 'text/html' })
        .field('note', 'Bản quét')
        .field('fact', 'formFiles')
        .expect(201);
      expect(body).toMatchObject({
        kind: 'file',
        fact: 'formFiles',
        note: 'Bản quét',
        mediaType: 'application/pdf',
        size: PDF.length,
        sha256: sha256(PDF),
        url: null,
      });
      const file = await desk.get(`${PATH}/${body.no}/file`).buffer(true).expect(200);
      expect(sha256(file.body as Buffer)).toBe(sha256(PDF));
      expect(file.headers).toMatchObject({
        'content-type': 'application/pdf',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-length': String(PDF.length),
      });
      expect(file.headers['content-disposition']).toMatch(
        /^attachment; filename="[\w. -]+"; filename\*=UTF-8''t%E1%BB%9D/,
      );
    });

    it('has the type of its content, whatever its sender says', async () => {
      const zip = Buffer.concat([
        Buffer.from('504b03041400000008000000000000000000000000000000000013000000', 'hex'),
        Buffer.from('[Content_Types].xml'),
      ]);
      const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
      for (const [content, filename, mediaType] of [
        [Buffer.from('89504e470d0a1a0a0000', 'hex'), 'a.txt', 'image/png'],
        [Buffer.from('ffd8ffe000104a464946', 'hex'), 'a.exe', 'image/jpeg'],
        [Buffer.from('Đã nhận hồ sơ'), 'a.html', 'text/plain'],
        [zip, 'a.docx', docx],
        [zip, 'a.html', 'application/zip'],
      ] as const) {
        const { body } = await desk.form(PATH).attach('file', content, { filename }).expect(201);
        expect(body.mediaType, filename).toBe(mediaType);
      }
      for (const [content, filename] of [
        [Buffer.from('<!doctype html><script>alert(1)</script>'), 'a.pdf'],
        [Buffer.from('\ufeff  <svg onload="alert(1)">'), 'a.txt'],
        [Buffer.from('4d5a900003000000', 'hex'), 'a.pdf'],
        [Buffer.from([0x68, 0x69, 0xff]), 'a.txt'],
        [Buffer.alloc(0), 'a.txt'],
      ] as const) {
        const refused = await desk.form(PATH).attach('file', content, { filename }).expect(400);
        expect(refused.body.errors).toMatchObject([{ pointer: '/file', code: 'file_type' }]);
      }
    });

    it('keeps no path and no header that hides in a file’s name', async () => {
      for (const [sent, kept] of [
        ['../../../etc/passwd', 'passwd'],
        ['..\\..\\boot.ini', 'boot.ini'],
        ['\u202Efdp.exe', 'fdp.exe'],
        ['..', 'file'],
        ['a;b=c\'"<img src=x>.txt', null],
      ] as const) {
        const added = await desk.form(PATH).attach('file', Buffer.from('x'), { filename: sent }).expect(201);
        if (kept !== null) expect(added.body.fileName).toBe(kept);
        const file = await desk.get(`${PATH}/${added.body.no}/file`).expect(200);
        expect(file.headers['content-disposition']).toMatch(
          /^attachment; filename="[\w. -]+"; filename\*=UTF-8''[\w.~!#$&+^`|%-]+$/,
        );
        expect(file.text).toBe('x');
      }
    });

    it('is refused over twenty megabytes, without a file, or with what is not asked for', async () => {
      const large = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(20 * 1024 * 1024)]);
      expect((await desk.form(PATH).attach('file', large, 'a.pdf').expect(413)).body.code).toBe('too_large');
      const none = await desk.form(PATH).field('note', 'x').expect(400);
      expect(none.body.errors).toMatchObject([{ pointer: '/file', code: 'required' }]);
      const other = await desk.form(PATH).attach('file', PDF, 'a.pdf').field('level', '3').expect(400);
      expect(other.body.errors).toMatchObject([{ pointer: '/level', code: 'unknown_field' }]);
      const bad = await desk.post(PATH, { url: 'javascript:alert(1)', fact: 'nothing', size: 1 }).expect(400);
      expect(bad.body.errors.map((e: { pointer: string }) => e.pointer).sort()).toEqual([
        '/fact',
        '/size',
        '/url',
      ]);
      await desk.post(PATH).expect(400);
      await desk.form(PATH).set('Content-Type', 'multipart/form-data').send('nothing').expect(400);
      const cut = desk.form(PATH).set('Content-Type', 'multipart/form-data; boundary=b');
      await cut
        .send('--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf')
        .expect(400);
    });

    it('is seen by the agency, inspectors and planners, not by others', async () => {
      const count = (await desk.get(PATH).expect(200)).body.items.length as number;
      expect(count).toBeGreaterThan(5);
      await (await ClerkDesk.of(catalogue(), 'inspector')).get(PATH).expect(200);
      await (await ClerkDesk.of(catalogue(), 'planner')).get(`${PATH}/3/file`).expect(200);
      const other = await ClerkDesk.of(catalogue(), 'clerk2');
      expect((await other.get(PATH).expect(403)).body.detail).toContain('evidence.read');
      await other.get(`${PATH}/3/file`).expect(403);
      expect((await other.post(PATH, { url: address }).expect(403)).body.detail).toContain('evidence.add');
      await other.form(PATH).attach('file', PDF, 'a.pdf').expect(403);
      await catalogue().http().get(`/api/v1${PATH}`).expect(401);
      await desk.get(`${PATH}/1/file`).expect(404);
      await desk.get(`${PATH}/999/file`).expect(404);
      expect((await desk.get(PATH).expect(200)).body.items).toHaveLength(count);
    });

    it('stays after a restart', async () => {
      await catalogue().restart();
      const file = await desk.get(`${PATH}/3/file`).buffer(true).expect(200);
      expect(sha256(file.body as Buffer)).toBe(sha256(PDF));
    });

    it('of a sender who hangs up leaves nothing behind', async () => {
      const before = (await desk.get(PATH).expect(200)).body.items.length as number;
      const { port } = catalogue().app.getHttpServer().address() as AddressInfo;
      await new Promise<void>((done) => {
        const socket = connect(port, '127.0.0.1', () => {
          socket.write(
            `POST /api/v1${PATH} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${desk.token}\r\n` +
              'Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 100000\r\n\r\n' +
              '--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf',
            () => setTimeout(() => socket.destroy(), 100),
          );
        });
        socket.on('close', () => done());
      });
      expect((await desk.get(PATH).expect(200)).body.items).toHaveLength(before);
    });
  },
  { EVIDENCE_ALLOW_PRIVATE: '1' },
);

onBothDatabases('Evidence where nothing was allowed', loadSample, (catalogue) => {
  it('is not sought inside the network: the refusal is recorded', async () => {
    const desk = await ClerkDesk.of(catalogue(), 'clerk');
    for (const url of [
      'http://127.0.0.1/',
      'http://localhost:3000/',
      'http://[::1]/',
      'http://169.254.169.254/',
    ]) {
      const { body } = await desk.post(PATH, { url }).expect(201);
      expect(body, url).toMatchObject({ url, problem: 'refused_address', httpStatus: null, sha256: null });
    }
  });
});
