import { decodeCell } from './decode.js';
import { type Container, type Encoding, inLayout } from './encodings.js';
import { byteOf } from './single-byte.js';
import { markedWords, PLAIN, readWord } from './word-reading.js';

export interface ColumnJudgement {
  encoding: Encoding;
  /** 0 to 1. Below `SURE` the column must be shown to a person before its text is used. */
  confidence: number;
  samples: { raw: string; decoded: string }[];
  /** What else it could be, likeliest first, with the first sample as it would read. */
  alternatives: { encoding: Encoding; confidence: number; sample: string }[];
}

/** Distinct words kept for a column: Vietnamese has some seven thousand syllables, a file seldom a thousand. */
const MAX_WORDS = 5_000;
const MAX_WORD_LENGTH = 40;
const MAX_SAMPLES = 5;
const MAX_SAMPLE_LENGTH = 300;

/**
 * What is to be expected before a column is read, as logarithms. Old letters inside a Unicode file are a fault, if a
 * common one; in an 8-bit file they are the rule, while plain Windows-1252 cannot write Vietnamese at all.
 */
const EXPECTED_IN_UNICODE: [Encoding, number][] = [
  ['utf-8', 0],
  ['tcvn3', -3],
  ['vni', -3],
  ['utf-8-read-as-1252', -3],
  ['windows-1258', -5],
  ['viscii', -7],
  ['tcvn5712', -7],
];
const EXPECTED_IN_8BIT: [Encoding, number][] = [
  ['tcvn3', 0],
  ['vni', 0],
  ['windows-1258', -1],
  ['utf-8-read-as-1252', -1],
  ['viscii', -2],
  ['windows-1252', -3],
  ['tcvn5712', -3],
];

/** Less than this share of words that can be Vietnamese: the column is in some other language, and is left as it is. */
const LEAST_SHARE = 0.6;
const MIXED = 0.5;
const MIXED_SHARE = 0.01;
const MIXED_WORDS = 3;
/** Letters of one word are not independent witnesses, so their likelihoods are taken in part when weighed for confidence. */
const TRUST_IN_LIKELIHOOD = 0.4;
const NEIGHBOURS_WEIGHT = 6;
const NEIGHBOURS_AS_WORDS = 3;

interface Reading {
  encoding: Encoding;
  likelihood: number;
  /** Of all occurrences of words, the share that reads as Vietnamese. */
  share: number;
  /** Words that do not read as Vietnamese in this encoding. */
  failing: Set<string>;
  text: string;
}

/** Gathers what one column shows of its encoding, in bounded memory, however long the file. */
export class ColumnEvidence {
  private readonly words = new Map<string, number>();
  private readonly samples: string[] = [];
  private decomposed = false;

  /** @param times how often the cell was there */
  add(cell: string, times = 1): void {
    if (PLAIN.test(cell)) return;
    const composed = cell.normalize('NFC');
    this.decomposed ||= composed !== cell;
    if (this.samples.length < MAX_SAMPLES && !this.samples.includes(cell)) this.samples.push(cell);
    for (const word of markedWords(composed)) {
      if (word.length > MAX_WORD_LENGTH) continue;
      const count = this.words.get(word);
      if (count !== undefined || this.words.size < MAX_WORDS) this.words.set(word, (count ?? 0) + times);
    }
  }

  get isAscii(): boolean {
    return this.samples.length === 0;
  }

  /** `alike` are the encodings that other columns of the file are surely in. */
  judgement(container: Container, alike: ReadonlySet<Encoding>): ColumnJudgement {
    const plain: Encoding = container === '8bit' ? 'windows-1252' : 'utf-8';
    const ranked = this.readings(container, alike).sort((a, b) => b.likelihood - a.likelihood);
    const vietnamese = ranked.find((reading) => reading.share >= LEAST_SHARE);
    const chosen = vietnamese ?? ranked.find((reading) => reading.encoding === plain);
    if (!chosen) throw new Error(`No candidates for ${container}`);
    const rivals = ranked.filter((reading) => reading !== chosen && !readsAlike(reading, chosen));

    const oddsOf = (rival: Reading): number =>
      Math.exp((rival.likelihood - chosen.likelihood) * TRUST_IN_LIKELIHOOD);
    const total = rivals.reduce((sum, rival) => sum + oddsOf(rival), 1);
    const witnesses = this.witnesses(chosen) + (alike.has(chosen.encoding) ? NEIGHBOURS_AS_WORDS : 0);
    const confidence = vietnamese
      ? Math.min(1 / total, mostFor(witnesses), this.isMixed(chosen, rivals) ? MIXED : 1)
      : notVietnamese(container, ranked);
    return {
      encoding: inLayout(
        chosen.encoding === 'utf-8' && this.decomposed ? 'utf-8-nfd' : chosen.encoding,
        container,
      ),
      confidence: rounded(confidence),
      samples: this.samples.map((raw) => ({
        raw: raw.slice(0, MAX_SAMPLE_LENGTH),
        decoded: decodeCell(raw, chosen.encoding).slice(0, MAX_SAMPLE_LENGTH),
      })),
      alternatives: rivals.slice(0, 3).map((rival) => ({
        encoding: inLayout(rival.encoding, container),
        confidence: rounded(Math.min(1, oddsOf(rival) / total)),
        sample: decodeCell(this.samples[0] ?? '', rival.encoding).slice(0, MAX_SAMPLE_LENGTH),
      })),
    };
  }

  private readings(container: Container, alike: ReadonlySet<Encoding>): Reading[] {
    const expected = container === '8bit' ? EXPECTED_IN_8BIT : EXPECTED_IN_UNICODE;
    return expected.map(([encoding, prior]) =>
      this.read(encoding, prior + (alike.has(encoding) ? NEIGHBOURS_WEIGHT : 0)),
    );
  }

  private witnesses(chosen: Reading): number {
    if (chosen.encoding !== 'utf-8') return this.words.size;
    return [...this.words.keys()].some(isProofOfUnicode) ? Infinity : this.words.size;
  }

  /** Whether words that fail in one encoding read well in another: then some rows are written otherwise than most. */
  private isMixed(chosen: Reading, rivals: Reading[]): boolean {
    const all = [...this.words.values()].reduce((sum, count) => sum + count, 0);
    return rivals.some((rival) => {
      const saved = [...chosen.failing].filter((word) => !rival.failing.has(word));
      const occurrences = saved.reduce((sum, word) => sum + (this.words.get(word) ?? 0), 0);
      return occurrences / all > MIXED_SHARE || saved.length > MIXED_WORDS;
    });
  }

  private read(encoding: Encoding, prior: number): Reading {
    const reading: Reading = { encoding, likelihood: prior, share: 0, failing: new Set(), text: '' };
    const texts: string[] = [];
    let right = 0;
    let all = 0;
    for (const [word, count] of this.words) {
      const { text, likelihood, valid } = readWord(word, encoding);
      // A word counts once, however often it comes: a thousand rows with one agency's name are one witness.
      reading.likelihood += likelihood;
      texts.push(text);
      all += count;
      if (valid) right += count;
      else reading.failing.add(word);
    }
    reading.share = all === 0 ? 0 : right / all;
    reading.text = texts.join(' ');
    return reading;
  }
}

function rounded(confidence: number): number {
  return Math.floor(confidence * 1000) / 1000;
}

/** A letter such as ế cannot be the byte of an old encoding: one is proof. */
function isProofOfUnicode(word: string): boolean {
  return [...word].some((letter) => byteOf(letter) === null);
}

/** A word can read well in two encodings by chance, two words seldom, five hardly ever. */
function mostFor(witnesses: number): number {
  return 1 - 0.6 ** witnesses;
}

/** TCVN3 and TCVN 5712 share their small letters: where they differ by case alone, they are one answer. */
function readsAlike(a: Reading, b: Reading): boolean {
  return a.text.toLowerCase() === b.text.toLowerCase();
}

function notVietnamese(container: Container, readings: Reading[]): number {
  // An 8-bit file that is not Vietnamese could be anything. Unicode says itself what its letters are.
  if (container === '8bit') return 0.3;
  return readings.some((reading) => reading.share > 0) ? 0.6 : 0.95;
}
