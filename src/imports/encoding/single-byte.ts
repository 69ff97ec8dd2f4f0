import iconv from 'iconv-lite';

// 0x80 to 0x9F of Windows-1252; its five holes stay as the control character of the same number, as browsers have it
// (https://encoding.spec.whatwg.org/#windows-1252), so that no byte of another encoding is lost.
const HIGH_CONTROLS = Array.from({ length: 32 }, (_none, i) => {
  const character = iconv.decode(Buffer.from([0x80 + i]), 'windows-1252');
  return character === '\ufffd' ? String.fromCharCode(0x80 + i) : character;
});
const BYTE_OF = new Map(HIGH_CONTROLS.map((character, i) => [character, 0x80 + i]));

/** The byte behind a character that Latin-1 or Windows-1252 made of it, or `null` when neither has that character. */
export function byteOf(character: string): number | null {
  const code = character.charCodeAt(0);
  if (character.length === 1 && code <= 0xff) return code;
  return BYTE_OF.get(character) ?? null;
}

/** The character that Windows-1252 has for a byte. */
export function characterOf(byte: number): string {
  return HIGH_CONTROLS[byte - 0x80] ?? String.fromCharCode(byte);
}
