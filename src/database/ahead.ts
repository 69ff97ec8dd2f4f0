/** Hands on what `source` brings, and has the next ones made ready while one is worked on. @param count how many */
export async function* ahead<Item>(source: AsyncIterable<Item>, count = 1): AsyncGenerator<Item> {
  const items = source[Symbol.asyncIterator]();
  const ask = () => {
    const next = items.next();
    // Where the work on one fails nobody asks for the next any more.
    next.catch(() => undefined);
    return next;
  };
  const asked = Array.from({ length: count }, ask);
  try {
    for (;;) {
      const { done, value } = await asked.shift()!;
      if (done === true) return;
      asked.push(ask());
      yield value;
    }
  } finally {
    await items.return?.();
  }
}
