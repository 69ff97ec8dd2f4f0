// Receives webhooks of the catalogue, with nothing but what Node has:
//   WEBHOOK_SECRET=whsec_… node examples/webhook-receiver.mjs [port]
import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = Buffer.from((process.env.WEBHOOK_SECRET ?? '').replace(/^whsec_/, ''), 'base64');
const port = Number(process.argv[2] ?? 4000);
const TOLERANCE_S = 300;
const SEEN_AT_MOST = 1000;
/** Ids of messages that were taken: a message may come again. */
const seen = new Set();

/** Whether the message was signed with our secret, not long ago. `body` is what came, byte for byte. */
function isGenuine(headers, body) {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  if (!id || !timestamp || Math.abs(Date.now() / 1000 - Number(timestamp)) > TOLERANCE_S) return false;
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body]);
  const expected = createHmac('sha256', secret).update(signed).digest();
  return String(headers['webhook-signature'] ?? '')
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice(3), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}

if (secret.length === 0) {
  console.error('Set WEBHOOK_SECRET to the secret that was shown when the webhook was added.');
  process.exit(1);
}

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks);
    if (!isGenuine(request.headers, body)) {
      response.writeHead(401).end();
      return;
    }
    const id = request.headers['webhook-id'];
    if (!seen.has(id)) {
      seen.add(id);
      if (seen.size > SEEN_AT_MOST) seen.delete(seen.values().next().value);
      const { type, data } = JSON.parse(body.toString('utf8'));
      console.log(type, data.items.map(({ seq, op, id }) => `${seq} ${op} ${id}`).join(', '), data.next);
    }
    response.writeHead(204).end();
  });
});
server.listen(port, '127.0.0.1', () => console.log(`Waiting at http://127.0.0.1:${server.address().port}/`));
