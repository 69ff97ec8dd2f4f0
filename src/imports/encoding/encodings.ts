/** How the bytes of a whole file are laid out. `8bit` is a file that is neither UTF-8 nor UTF-16. */
export const CONTAINERS = ['utf-8', 'utf-16le', 'utf-16be', '8bit'] as const;
export type Container = (typeof CONTAINERS)[number];

/**
 * How the letters of one column are written. Fonts of the 1990s put Vietnamese letters in the places of Western ones,
 * and a spreadsheet keeps each column in its font: so one file can hold several, and a UTF-8 file can hold them too,
 * where each old byte has become the Western character of that place (`Thñ tôc hµnh chÝnh`).
 */
export const ENCODINGS = [
  'ascii',
  'utf-8',
  'utf-8-nfd',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'tcvn3',
  'vni',
  'windows-1258',
  'viscii',
  'tcvn5712',
  'utf-8-read-as-1252',
] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Encodings in which a cell reads alike. */
const UNICODE: readonly Encoding[] = ['ascii', 'utf-8', 'utf-8-nfd', 'utf-16le', 'utf-16be'];

export function isUnicode(encoding: Encoding): boolean {
  return UNICODE.includes(encoding);
}

export function isUtf16(name: Container | Encoding): name is 'utf-16le' | 'utf-16be' {
  return name === 'utf-16le' || name === 'utf-16be';
}

/** What is told of a column: Unicode goes by the layout of its file, of which UTF-16 is one. */
export function inLayout(encoding: Encoding, container: Container): Encoding {
  if (!isUnicode(encoding)) return encoding;
  if (isUtf16(container)) return container;
  return isUtf16(encoding) ? 'utf-8' : encoding;
}

export function isEncoding(name: string): name is Encoding {
  return (ENCODINGS as readonly string[]).includes(name);
}
