import { describe, expect, it } from 'vitest';
import { ContainerDetector, detectContainer, readContainer } from './detect-container.js';

const TEXT = 'Mã thủ tục;Tên thủ tục\r\n1.001570;Đăng ký khai sinh\r\n';
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('the layout of a file', () => {
  it.each([
    ['UTF-8', Buffer.from(TEXT), 'utf-8', 0],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${TEXT}`), 'utf-8', 3],
    ['UTF-8, decomposed', Buffer.from(TEXT.normalize('NFD')), 'utf-8', 0],
    ['UTF-16LE with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), 'utf-16le', 2],
    ['UTF-16LE without', Buffer.from(TEXT, 'utf16le'), 'utf-16le', 0],
    ['UTF-16BE with a mark', utf16be(`\ufeff${TEXT}`), 'utf-16be', 2],
    ['UTF-16BE without', utf16be(TEXT), 'utf-16be', 0],
  ] as const)('is known for %s, and its text comes back', (_name, bytes, container, bomLength) => {
    const judgement = detectContainer(bytes);
    expect(judgement).toEqual({ container, bomLength });
    expect(readContainer(bytes, judgement).normalize('NFC')).toBe(TEXT);
  });

  it('is 8-bit when one byte at the very end is no UTF-8', () => {
    const bytes = Buffer.concat([Buffer.from(TEXT.repeat(10_000)), Buffer.from([0xb5, 0x0a])]);
    expect(detectContainer(bytes).container).toBe('8bit');
  });

  it('is 8-bit when a letter is cut off at the end', () => {
    expect(detectContainer(Buffer.from('Đăng ký').subarray(0, -1)).container).toBe('8bit');
  });

  it('is 8-bit when a mark promises UTF-8 and the rest is not', () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('Thñ tôc', 'latin1')]);
    expect(detectContainer(bytes)).toEqual({ container: '8bit', bomLength: 0 });
  });

  it('does not depend on how the bytes are cut into pieces', () => {
    for (const size of [1, 2, 3, 7, 64]) {
      const detector = new ContainerDetector();
      const bytes = Buffer.from(TEXT);
      for (let at = 0; at < bytes.length; at += size) detector.push(bytes.subarray(at, at + size));
      expect(detector.finish()).toEqual({ container: 'utf-8', bomLength: 0 });
    }
  });

  it('keeps every byte of an 8-bit file', () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_none, byte) => 255 - byte));
    const text = readContainer(bytes, { container: '8bit', bomLength: 0 });
    expect([...text].map((character) => character.charCodeAt(0))).toEqual([...bytes]);
  });

  it('of an empty file, and of plain ASCII, is UTF-8', () => {
    expect(detectContainer(new Uint8Array()).container).toBe('utf-8');
    expect(detectContainer(Buffer.from('code;level\n1;2\n')).container).toBe('utf-8');
  });
});
