/** A bar of the chart: how many are at no level and at levels 1 to 3. */
export interface Bar {
  label: string;
  counts: readonly [none: number, one: number, two: number, three: number];
}

const WIDTH = 960;
const LEFT = 330;
const RIGHT = 150;
const TOP = 92;
const ROW = 26;
const BAR = 18;
const FONT = 'font-family="Be Vietnam Pro, Arial, sans-serif"';
const LABEL_AT_MOST = 44;
const LEGEND = ['Chưa đạt mức 1', 'Mức 1', 'Mức 2', 'Mức 3'];
/** Told apart by pattern as well as by shade, so that a copy in grey reads alike. */
const FILLS = ['#ffffff', 'url(#dots)', 'url(#lines)', '#1f3a5f'];
const PATTERNS = `<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#e3e8ee"/><circle cx="3" cy="3" r="1.1" fill="#5b6b7d"/></pattern><pattern id="lines" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#b9c9dc"/><rect width="2" height="6" fill="#46658a"/></pattern>`;

/** Bars of one length each, divided by level, as an SVG document that says in words what it shows. */
export function stackedBars(title: string, description: string, bars: readonly Bar[]): string {
  const height = TOP + bars.length * ROW + 24;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="title desc" lang="vi">`,
    `<title id="title">${escaped(title)}</title><desc id="desc">${escaped(description)}</desc>`,
    `<defs>${PATTERNS}</defs><rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="16" y="30" ${FONT} font-size="18" font-weight="600" fill="#1a1a1a">${escaped(title)}</text>`,
    legend(),
    ...bars.map((bar, i) => barOf(bar, TOP + i * ROW)),
    '</svg>',
  ];
  return parts.join('\n');
}

function legend(): string {
  return LEGEND.map((label, i) => {
    const x = LEFT + i * 140;
    return `<rect x="${x}" y="52" width="18" height="18" fill="${FILLS[i]}" stroke="#1a1a1a"/><text x="${x + 25}" y="66" ${FONT} font-size="13" fill="#1a1a1a">${label}</text>`;
  }).join('');
}

function barOf({ label, counts }: Bar, y: number): string {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const words = `${label}: ${LEGEND.map((name, i) => `${name.toLowerCase()}: ${counts[i]}`).join('; ')}`;
  let x = LEFT;
  const pieces = counts.map((count, i) => {
    if (count === 0) return '';
    const width = round((count / total) * (WIDTH - LEFT - RIGHT));
    const piece = `<rect x="${round(x)}" y="${y}" width="${width}" height="${BAR}" fill="${FILLS[i]}" stroke="#1a1a1a" stroke-width="0.6"/>`;
    x += width;
    return piece;
  });
  return [
    `<g><title>${escaped(words)}</title>`,
    `<text x="${LEFT - 10}" y="${y + 14}" text-anchor="end" ${FONT} font-size="13" fill="#1a1a1a">${escaped(shortened(label))}</text>`,
    ...pieces,
    `<text x="${WIDTH - RIGHT + 10}" y="${y + 14}" ${FONT} font-size="12" fill="#1a1a1a">${total === 0 ? 'không có' : counts.join(' / ')}</text></g>`,
  ].join('');
}

function shortened(label: string): string {
  const letters = [...label];
  return letters.length <= LABEL_AT_MOST ? label : `${letters.slice(0, LABEL_AT_MOST - 1).join('')}…`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character]!);
}
