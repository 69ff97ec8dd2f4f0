// The floor of answers from memory: raw node:http that sends the same status, headers and bytes to everybody.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { file } = JSON.parse(process.argv[2]);
const { status, headers, body } = JSON.parse(readFileSync(file, 'utf8'));
const bytes = Buffer.from(body, 'base64');
const server = createServer((_request, response) => {
  response.writeHead(status, headers);
  if (status === 304) response.end();
  else response.end(bytes);
});
// The product has its turns between: the connection waits.
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', 1024, () => console.log(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));
