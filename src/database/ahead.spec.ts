import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { ahead } from './ahead.js';

/** Counts from 1, and tells what it has begun. */
async function* counting(upTo: number, begun: number[], ends: string[] = []): AsyncGenerator<number> {
  try {
    for (let no = 1; no <= upTo; no += 1) {
      begun.push(no);
      await nextTurn();
      yield no;
    }
  } finally {
    ends.push('closed');
  }
}

it('hands everything on in its order, and has begun the next by then', async () => {
  const begun: number[] = [];
  const seen: number[][] = [];
  for await (const no of ahead(counting(3, begun))) seen.push([no, begun.at(-1)!]);
  expect(seen).toEqual([
    [1, 2],
    [2, 3],
    [3, 3],
  ]);
});

it('closes its source where the work on one item fails, whatever became of the next', async () => {
  const ends: string[] = [];
  async function* failing(): AsyncGenerator<number> {
    yield* counting(1, [], ends);
    throw new Error('The second is not to be had');
  }
  const work = async () => {
    for await (const no of ahead(failing())) {
      await nextTurn();
      throw new Error(`The work on ${no} failed`);
    }
  };
  await expect(work()).rejects.toThrow('The work on 1 failed');
  expect(ends).toEqual(['closed']);
});

it('tells of a source that fails when it comes to that', async () => {
  const seen: number[] = [];
  async function* failing(): AsyncGenerator<number> {
    yield 1;
    throw new Error('The second is not to be had');
  }
  const work = async () => {
    for await (const no of ahead(failing())) seen.push(no);
  };
  await expect(work()).rejects.toThrow('The second is not to be had');
  expect(seen).toEqual([1]);
});
