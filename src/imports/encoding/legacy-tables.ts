import iconv from 'iconv-lite';
import { characterOf } from './single-byte.js';

/**
 * TCVN3, the code of the ABC fonts (.VnTime, .VnArial): one byte a letter, by the Western character of that byte. It is the
 * lower half of TCVN 5712:1993. It has no upper-case letters with tones: fonts whose names end in H show the lower-case
 * ones as capitals. ư is the soft hyphen.
 */
const TCVN3_ROWS: [letters: string, western: string][] = [
  ['àảãáạ', 'µ¶·¸¹'],
  ['ăằẳẵắặ', '¨»¼½¾Æ'],
  ['âầẩẫấậ', '©ÇÈÉÊË'],
  ['đ', '®'],
  ['èẻẽéẹ', 'ÌÎÏÐÑ'],
  ['êềểễếệ', 'ªÒÓÔÕÖ'],
  ['ìỉĩíị', '×ØÜÝÞ'],
  ['òỏõóọ', 'ßáâãä'],
  ['ôồổỗốộ', '«åæçèé'],
  ['ơờởỡớợ', '¬êëìíî'],
  ['ùủũúụ', 'ïñòóô'],
  ['ưừửữứự', '\u00adõö÷øù'],
  ['ỳỷỹýỵ', 'úûüýþ'],
  ['ĂÂÊÔƠƯĐ', '¡¢£¤¥¦§'],
];

export const TCVN3 = new Map(
  TCVN3_ROWS.flatMap(([letters, western]) =>
    [...western].map((character, i): [string, string] => [character, [...letters][i] ?? '']),
  ),
);

/** VNI for Windows: a letter of its own for đ, ơ, ư, ỵ and the toned i; elsewhere the vowel, then a mark. */
const VNI_LETTERS: [letters: string, western: string][] = [
  ['đơưỵ', 'ñôöî'],
  ['íìỉĩị', 'íìæóò'],
];
const VNI_MARKS: [vowels: string, western: string, marks: string[]][] = [
  ['aeouơư', 'aeouôö', ['ù\u0301', 'ø\u0300', 'û\u0309', 'õ\u0303', 'ï\u0323']],
  ['y', 'y', ['ù\u0301', 'ø\u0300', 'û\u0309', 'õ\u0303']],
  [
    'aeo',
    'aeo',
    ['â\u0302', 'á\u0302\u0301', 'à\u0302\u0300', 'å\u0302\u0309', 'ã\u0302\u0303', 'ä\u0302\u0323'],
  ],
  [
    'a',
    'a',
    ['ê\u0306', 'é\u0306\u0301', 'è\u0306\u0300', 'ú\u0306\u0309', 'ü\u0306\u0303', 'ë\u0306\u0323'],
  ],
];

function vniPairs(): [string, string][] {
  const pairs: [string, string][] = [];
  for (const [letters, western] of VNI_LETTERS) {
    [...western].forEach((character, i) => pairs.push([character, [...letters][i] ?? '']));
  }
  for (const [vowels, western, marks] of VNI_MARKS) {
    [...western].forEach((base, i) => {
      for (const mark of marks) {
        const letter = (([...vowels][i] ?? '') + mark.slice(1)).normalize('NFC');
        pairs.push([base + mark.charAt(0), letter]);
      }
    });
  }
  return pairs;
}

/** Western characters, one or two, to the letter. A capital takes its mark in either case: `AÙ` and `Aù` are both Á. */
export const VNI = new Map(
  vniPairs().flatMap(([western, letter]): [string, string][] => [
    [western, letter],
    [western.toUpperCase(), letter.toUpperCase()],
    [western.charAt(0).toUpperCase() + western.slice(1), letter.toUpperCase()],
  ]),
);

function tableOf(name: string): Map<string, string> {
  const bytes = Array.from({ length: 256 }, (_none, byte) => byte);
  return new Map(
    bytes
      .map((byte): [string, string] => [characterOf(byte), iconv.decode(Buffer.from([byte]), name)])
      .filter(([western, letter]) => western !== letter && letter !== '\ufffd'),
  );
}

/** RFC 1456. */
export const VISCII = tableOf('viscii');
/** Some letters are followed by a combining tone mark. */
export const WINDOWS_1258 = tableOf('windows-1258');
/** TCVN 5712:1993 VN1, which has all capitals, in places where the ABC fonts have Western punctuation and controls. */
export const TCVN5712 = tableOf('tcvn');
