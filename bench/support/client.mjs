// The lightest client there is: one connection, one request after the other. A framework's client would cost as much as what it
// measures.
import { connect } from 'node:net';

/** Headers with a cookie: an answer to such a request is neither taken from memory nor kept there. */
export const NOT_FROM_MEMORY = { cookie: 'a=b' };

export class Client {
  #socket;
  #host;
  #waiting;
  #chunks = [];
  #length = 0;
  #closed = false;

  static async to(url) {
    const client = new Client();
    const { hostname, port, host } = new URL(url);
    client.#host = host;
    client.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    client.#socket.on('data', (chunk) => client.#take(chunk));
    client.#socket.on('error', (error) => client.#waiting?.reject(error));
    client.#socket.on('close', () => {
      client.#closed = true;
      client.#waiting?.reject(new Error('The connection was closed'));
    });
    await new Promise((resolve, reject) => client.#socket.once('connect', resolve).once('error', reject));
    return client;
  }

  /** @returns status, headers (one text), body (bytes) and milliseconds from the request to the last byte */
  request(path, { method = 'GET', headers = {}, body } = {}) {
    if (this.#closed) throw new Error('The connection was closed');
    const lines = [`${method} ${path} HTTP/1.1`, `Host: ${this.#host}`];
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
    if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
    this.#chunks = [];
    this.#length = 0;
    const started = performance.now();
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject, started, head: undefined, method };
      this.#socket.write(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
    });
  }

  close() {
    this.#socket.removeAllListeners('close');
    this.#socket.destroy();
  }

  #take(chunk) {
    const waiting = this.#waiting;
    if (!waiting) return;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    waiting.head ??= headOf(this.#bytes());
    const { head } = waiting;
    if (!head) return;
    const isComplete =
      head.length === undefined ? endsChunked(chunk) : this.#length >= head.bytes + head.length;
    if (!isComplete) return;
    const ms = performance.now() - waiting.started;
    const body = this.#bytes().subarray(head.bytes);
    this.#waiting = undefined;
    waiting.resolve({ status: head.status, headers: head.text, ms, body });
  }

  #bytes() {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0];
  }
}

function headOf(bytes) {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const text = bytes.toString('latin1', 0, end);
  const status = Number(text.slice(9, 12));
  const length = /^content-length: (\d+)/im.exec(text)?.[1];
  return {
    text,
    status,
    bytes: end + 4,
    length: status === 304 || status === 204 ? 0 : length === undefined ? undefined : Number(length),
  };
}

function endsChunked(chunk) {
  return chunk.subarray(-5).toString('latin1') === '0\r\n\r\n';
}

/** An answer as `fetch` gives it, with its headers as the server wrote them. */
export async function answerOf(url, headers = {}) {
  const response = await fetch(url, { headers: { 'accept-encoding': 'identity', ...headers } });
  const body = Buffer.from(await response.arrayBuffer());
  const sent = Object.fromEntries(response.headers);
  for (const name of ['date', 'connection', 'keep-alive', 'transfer-encoding']) delete sent[name];
  return { status: response.status, headers: sent, body };
}
