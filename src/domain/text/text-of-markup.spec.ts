import { describe, expect, it } from 'vitest';
import { textOfMarkup } from './text-of-markup.js';

describe('The text of a page', () => {
  it.each([
    ['<h1>Thủ tục</h1>\n<p class="a">hành   chính</p>', 'Thủ tục hành chính'],
    ['a<!-- 12:00 <b> -->b', 'a b'],
    ['<SCRIPT nonce="x">if (a < b) c("</p>")</SCRIPT >Phí', 'Phí'],
    ['<style>p { color: red }</style><template><p>x</p></template>Lệ phí', 'Lệ phí'],
    ['<scripts>nội dung</scripts>', 'nội dung'],
    ['không có thẻ', 'không có thẻ'],
    ['trước<script>không đóng', 'trước'],
    ['', ''],
  ])('%j is %j', (markup, text) => expect(textOfMarkup(markup)).toBe(text));

  it('is the same however its letters are composed and its lines are broken', () => {
    expect(textOfMarkup('<p>Thủ\r\ntục</p>'.normalize('NFD'))).toBe(textOfMarkup('<p>Thủ tục</p>'));
  });

  it('is found in a time that grows with the length alone', () => {
    const started = performance.now();
    for (const part of ['<!--', '<script>', '<', '<style', '</script'])
      textOfMarkup(part.repeat(1_000_000 / part.length));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
