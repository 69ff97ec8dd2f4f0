import { describe, expect, it } from 'vitest';
import { linesOf } from './text-pieces.js';

async function* pieces(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}

describe('Lines of a file', () => {
  it('come whole, wherever the pieces end', async () => {
    const lines: string[] = [];
    for await (const some of linesOf(pieces('a\r', '\nb', 'c\rd\n', 'e'), 3)) lines.push(...some);
    expect(lines).toEqual(['a', 'bc', 'd', 'e']);
  });

  it('are not looked for without end: the row that has none is named', async () => {
    const reading = async () => {
      for await (const lines of linesOf(pieces('a\nb\n', 'c\ndd', 'dd', 'dd'), 5))
        expect(lines).toBeDefined();
    };
    await expect(reading()).rejects.toMatchObject({
      status: 422,
      code: 'import_row_too_long',
      details: { params: { row: 4, limit: 5 } },
    });
  });
});
