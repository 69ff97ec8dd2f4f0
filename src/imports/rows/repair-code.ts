export type CodeReading =
  { code: string; how: 'exact' | 'repaired' | 'suffix_removed' } | { candidates: string[] };

/** `1.011441.000.00.00.H38`: the code of one province's own copy of a procedure. */
const PROVINCE_COPY = /^(\d\.\d{6})\.000\.00\.00\.[A-Z]\d{2}$/i;

/**
 * The known procedure that a code means. A spreadsheet that took `1.001570` for a number wrote `1.00157` or `1,00157`: the
 * zeros are put back only where exactly one known code fits.
 */
export function readProcedureCode(text: string, known: (code: string) => string | undefined): CodeReading {
  const exact = known(text);
  if (exact !== undefined) return { code: exact, how: exact === text ? 'exact' : 'repaired' };
  const base = PROVINCE_COPY.exec(text)?.[1];
  if (base !== undefined && known(base) !== undefined) return { code: base, how: 'suffix_removed' };
  const pointed = text.replace(',', '.');
  if (!/^\d\.\d{1,6}$/.test(pointed)) return { candidates: [] };
  const fitting: string[] = [];
  for (let length = pointed.length; length <= 8; length++) {
    const code = known(pointed.padEnd(length, '0'));
    if (code !== undefined) fitting.push(code);
  }
  return fitting.length === 1 ? { code: fitting[0]!, how: 'repaired' } : { candidates: fitting };
}

/** `80` for `080`: leading zeros that a spreadsheet dropped. */
export function withoutLeadingZeros(code: string): string {
  return code.replace(/^0+(?=\d)/, '');
}
