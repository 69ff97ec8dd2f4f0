// The floor of lists that are asked for once: hand-written prepared statements and JSON.stringify behind raw node:http. For each
// path it knows the statements and, for lack of a framework, everything of the answer but its rows and their number.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { openRaw } from './database.mjs';

const { url, file } = JSON.parse(process.argv[2]);
const questions = new Map(
  JSON.parse(readFileSync(file, 'utf8')).map((question) => [question.path, question]),
);
const raw = await openRaw(url);
const server = createServer(async (request, response) => {
  const { rows, count, envelope } = questions.get(request.url);
  const docs = (await raw.all(rows.sql, rows.values)).map((row) => row.doc);
  const [{ total }] = await raw.all(count.sql, count.values);
  const body = `{"items":[${docs.join(',')}],${JSON.stringify({ ...envelope, total }).slice(1)}`;
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
});
// The product has its turns between: the connection waits.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
