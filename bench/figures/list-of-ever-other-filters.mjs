// P3: lists with filters and cursors that nobody asked for before, on one connection.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '../support/client.mjs';
import { alternate, atLeast } from '../support/measure.mjs';
import { questionsOf } from '../support/questions.mjs';

const A_ROUND = 300;

export async function p03(bench) {
  const url = await bench.databaseUrl();
  const product = await bench.product();
  const count = A_ROUND * (bench.rounds + 1);
  const questions = await withClient(product.url, (client) => questionsOf(url, client, count));
  const file = join(bench.cache, 'questions.json');
  writeFileSync(file, JSON.stringify(questions));
  const floor = await bench.floor('statements.mjs', { url, file });
  try {
    const size = Math.floor(questions.length / (bench.rounds + 1));
    // A connection each round: while the other takes its turn, one that lies idle may be ended.
    const perSecond = (url) => (round) =>
      withClient(url, async (client) => {
        let ms = 0;
        for (const { path } of questions.slice(round * size, (round + 1) * size)) {
          const answer = await client.request(path);
          if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
          ms += answer.ms;
        }
        return (size * 1000) / ms;
      });
    const pairs = await alternate(bench.rounds, perSecond(product.url), floor && perSecond(floor.url));
    if (floor) await requireSameAnswers(questions, product.url, floor.url);
    const work = 'GET /services, ever different filters and cursors, 1 connection';
    return [
      { id: 'P3', work, unit: '/s', ...atLeast(pairs, 0.5), note: `${questions.length} different questions` },
    ];
  } finally {
    await floor?.stop();
  }
}

async function withClient(url, work) {
  const client = await Client.to(url);
  try {
    return await work(client);
  } finally {
    client.close();
  }
}

/** A floor that answers something else would be none. */
async function requireSameAnswers(questions, product, floor) {
  for (const { path } of questions.slice(0, 50)) {
    const answered = (url) => withClient(url, (client) => client.request(path));
    const [mine, theirs] = [await answered(product), await answered(floor)];
    if (!mine.body.equals(theirs.body)) throw new Error(`The floor answers ${path} otherwise`);
  }
}
