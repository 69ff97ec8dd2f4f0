import { describe, expect, it } from 'vitest';
import { parseForm } from './form-body.js';
import { Problem } from './problem.js';

const form = (text: string) => parseForm(Buffer.from(text));

describe('A form that a page sends', () => {
  it('is read as it was typed', () => {
    const values = form('ten=%C4%90%C4%83ng+k%C3%BD&nhieu=1&nhieu=2&dong=a%0D%0A%0D%0A+b+&trong=');
    expect(values.text('ten')).toBe('Đăng ký');
    expect(values.all('nhieu')).toEqual(['1', '2']);
    expect(values.lines('dong')).toEqual(['a', 'b']);
    expect(values.given('trong')).toBeUndefined();
    expect(values.has('trong')).toBe(true);
    expect(values.has('__proto__')).toBe(false);
    expect(form('__proto__=1').text('__proto__')).toBe('1');
  });

  it('is text in NFC', () => {
    expect(form(`ten=${encodeURIComponent('Đăng ký'.normalize('NFD'))}`).text('ten')).toBe('Đăng ký');
  });

  it.each(['a=%C4', 'a=%', 'a=%00', 'a=%ED%A0%80', 'a=%1B', 'a\u0001=1'])('is refused broken: %j', (text) => {
    expect(() => form(text)).toThrow(Problem);
  });

  it('is refused in another encoding and without an end', () => {
    expect(() => parseForm(Buffer.from([0x61, 0x3d, 0xd0]))).toThrow(Problem);
    expect(() => form('a=1&'.repeat(2_001))).toThrow(Problem);
  });
});
