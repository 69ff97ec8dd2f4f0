/** What stands in a row on a keyboard or in one's head; digits go round, as in 8901234. */
const ROWS = [
  '012345678901234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
].flatMap((row) => [row, [...row].toReversed().join('')]);

/**
 * Whether a text takes no guessing: a piece over and over (`123123123`), or a row up or down (`87654321`). Lists of common
 * passwords leave such ones out, since there is a rule for them.
 * @param shortest a piece of so many characters could stand for itself
 */
export function isPattern(small: string, shortest: number): boolean {
  if (ROWS.some((row) => row.includes(small))) return true;
  const characters = [...small];
  for (let piece = 1; piece < shortest && piece < characters.length; piece += 1)
    if (characters.every((one, at) => one === characters[at % piece])) return true;
  return false;
}
