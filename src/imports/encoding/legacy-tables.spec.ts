import { describe, expect, it } from 'vitest';
import { TCVN3, TCVN5712, VISCII, VNI, WINDOWS_1258 } from './legacy-tables.js';

const VOWELS = 'aăâeêioôơuưy';
const TONES = ['', '\u0300', '\u0309', '\u0303', '\u0301', '\u0323'];
const SMALL = [...VOWELS]
  .flatMap((vowel) => TONES.map((tone) => (vowel + tone).normalize('NFC')))
  .concat('đ');
const MARKED = SMALL.filter((letter) => letter > '\u007f');
const CAPITALS = MARKED.map((letter) => letter.toUpperCase());

/** The letters that a table can give; a character that it leaves alone stands for itself. */
function lettersOf(table: ReadonlyMap<string, string>): Set<string> {
  const itself = [...MARKED, ...CAPITALS].filter((letter) => letter <= '\u00ff' && !table.has(letter));
  return new Set([...table.values(), ...itself]);
}

describe('tables of old encodings', () => {
  it.each([
    ['VNI', VNI],
    ['VISCII', VISCII],
    ['TCVN 5712', TCVN5712],
  ])('%s has all 134 letters', (_name, table) => {
    expect(MARKED.concat(CAPITALS)).toHaveLength(134);
    const letters = lettersOf(table);
    expect(MARKED.concat(CAPITALS).filter((letter) => !letters.has(letter))).toEqual([]);
  });

  it('TCVN3 has all small letters and seven capitals', () => {
    expect([...TCVN3.values()].sort()).toEqual([...MARKED, ...'ĂÂĐÊÔƠƯ'].sort());
    expect(TCVN3.size).toBe(74);
  });

  it('TCVN3 is the lower part of TCVN 5712, which is kept by others', () => {
    const differing = [...TCVN3].filter(([western, letter]) => (TCVN5712.get(western) ?? western) !== letter);
    expect(differing).toEqual([]);
  });

  it('Windows-1258 has the letters with shapes, and five tones to put behind', () => {
    const letters = lettersOf(WINDOWS_1258);
    expect([...'ăâđêôơưĂÂĐÊÔƠƯ'].filter((letter) => !letters.has(letter))).toEqual([]);
    expect(TONES.slice(1).filter((tone) => !letters.has(tone))).toEqual([]);
  });
});
