// Rounds and what is told of them.

export function median(values) {
  return quantile(values, 0.5);
}

export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))];
}

/**
 * Product and floor in turn, so that what else the machine does meets both; the first round warms up and is not counted.
 * @param floor undefined where the product is measured alone
 */
export async function alternate(rounds, product, floor) {
  const pairs = [];
  for (let round = 0; round <= rounds; round += 1) {
    const pair = {};
    const order = floor
      ? [
          ['product', product],
          ['floor', floor],
        ]
      : [['product', product]];
    for (const [name, run] of round % 2 === 0 ? order : order.toReversed()) pair[name] = await run(round);
    if (round > 0) pairs.push(pair);
  }
  return pairs;
}

/** A figure that wants as much as possible of the floor: rates. */
export function atLeast(pairs, wanted) {
  const ratios = pairs.map((pair) => pair.product / pair.floor);
  return {
    ...sides(pairs),
    ...ratioOf(ratios),
    wanted: `>= ${wanted.toFixed(2)} x floor`,
    reached: median(ratios) >= wanted,
  };
}

/** A figure that wants as little as possible above the floor: times. */
export function atMost(pairs, wanted) {
  const ratios = pairs.map((pair) => pair.product / pair.floor);
  return {
    ...sides(pairs),
    ...ratioOf(ratios),
    wanted: `<= ${wanted} x floor`,
    reached: median(ratios) <= wanted,
  };
}

function sides(pairs) {
  return {
    product: median(pairs.map((pair) => pair.product)),
    floor: median(pairs.map((pair) => pair.floor)),
  };
}

function ratioOf(ratios) {
  return { ratio: median(ratios), spread: [Math.min(...ratios), Math.max(...ratios)] };
}
