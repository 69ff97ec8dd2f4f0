// One line for each figure: what was measured, its floor, the ratio with its spread, what is wanted, and whether it is reached.

const WIDTHS = [5, 52, 20, 20, 20, 34, 3];

export function tableHead() {
  return columns(['id', 'work', 'product', 'floor', 'ratio (spread)', 'wanted', '']);
}

export function lineOf(row) {
  const { id, work, product = null, floor = null, unit = '', ratio = null, spread, wanted = '', note } = row;
  const ratioText =
    ratio === null
      ? spread
        ? `${number(spread[0])}–${number(spread[1])}`
        : '–'
      : `${ratio.toFixed(2)}${spread ? ` (${spread[0].toFixed(2)}–${spread[1].toFixed(2)})` : ''}`;
  const reached = row.reached === null || row.reached === undefined ? '' : row.reached ? 'yes' : 'NO';
  const line = columns([id, work, amount(product, unit), amount(floor, unit), ratioText, wanted, reached]);
  return note ? `${line}\n      ${note}` : line;
}

function amount(value, unit) {
  return value === null ? '–' : `${number(value)} ${unit}`;
}

function number(value) {
  return value >= 1000 ? Math.round(value).toLocaleString('en-US') : Number(value.toPrecision(3)).toString();
}

function columns(cells) {
  return cells
    .map((cell, i) => String(cell).padEnd(WIDTHS[i]))
    .join(' ')
    .trimEnd();
}
