/**
 * TCVN3 writes capitals with tones by the codes of the small letters and leaves it to the font to show them large: `THñ
 * TôC` is THỦ TỤC. A word whose other letters are capitals is one; a word that does not tell follows its neighbours.
 */
type Case = 'capitals' | 'small' | 'untold';

const WORD = /[\p{L}\p{M}]+/gu;
/** The letters that TCVN3 has in one case only; ă â ê ô ơ ư đ too, since the H fonts show those large as well. */
const MAY_BE_CAPITAL = /[^\p{ASCII}]/u;
const TONED = 'àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ';
const CELL_STARTS_WITH_TONE = new RegExp(`^\\s*[${TONED}]`, 'u');
const WORD_STARTS_WITH_TONE = new RegExp(`(?<![\\p{L}\\p{M}])[${TONED}]`, 'u');

function caseOf(word: string): Case {
  const sure = [...word].filter((letter) => letter !== letter.toLowerCase() || !MAY_BE_CAPITAL.test(letter));
  if (sure.some((letter) => letter === letter.toLowerCase())) return 'small';
  if (sure.length >= 2) return 'capitals';
  return 'untold';
}

function neighbour(cases: Case[], from: number, step: 1 | -1): Case {
  for (let i = from + step; i >= 0 && i < cases.length; i += step) {
    if (cases[i] !== 'untold') return cases[i] ?? 'untold';
  }
  return 'untold';
}

function inCapitals(cases: Case[], at: number): boolean {
  if (cases[at] !== 'untold') return cases[at] === 'capitals';
  const around = [neighbour(cases, at, -1), neighbour(cases, at, 1)];
  return around.includes('capitals') && !around.includes('small');
}

/** `decoded` is TCVN3 text by the table. A cell that begins with a toned vowel is taken to begin with a capital. */
export function restoreTcvn3Capitals(decoded: string): string {
  const cases = Array.from(decoded.matchAll(WORD), ([word]) => caseOf(word));
  let at = -1;
  const restored = decoded.replace(WORD, (word) => {
    at += 1;
    return inCapitals(cases, at) ? word.toUpperCase() : word;
  });
  return restored.replace(CELL_STARTS_WITH_TONE, (start) => start.toUpperCase());
}

/** Whether some word of the decoded cell begins with a letter whose case TCVN3 does not tell: to be confirmed. */
export function tcvn3CaseIsUncertain(decoded: string): boolean {
  return WORD_STARTS_WITH_TONE.test(decoded) || CELL_STARTS_WITH_TONE.test(decoded.toLowerCase());
}
