import { describe, expect, it } from 'vitest';
import { decodeCell } from './decode.js';
import { tcvn3CaseIsUncertain } from './tcvn3-capitals.js';

// The strings below are as such files look on a screen without the old fonts; typed, not made by our own tables.
describe('decodeCell', () => {
  it.each([
    ['tcvn3', 'Thñ tôc hµnh chÝnh', 'Thủ tục hành chính'],
    ['tcvn3', 'Céng hoµ x· héi chñ nghÜa ViÖt Nam', 'Cộng hoà xã hội chủ nghĩa Việt Nam'],
    ['tcvn3', '§éc lËp - Tù do - H¹nh phóc', 'Độc lập - Tự do - Hạnh phúc'],
    ['tcvn3', 'Së Th«ng tin vµ TruyÒn th«ng', 'Sở Thông tin và Truyền thông'],
    ['tcvn3', 'lao ®éng l\u00adu ®éng – QuyÕt ®Þnh', 'lao động lưu động – Quyết định'],
    ['vni', 'Thuû tuïc haønh chính', 'Thủ tục hành chính'],
    ['vni', 'Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam', 'Cộng hòa xã hội chủ nghĩa Việt Nam'],
    ['vni', 'Ñoäc laäp - Töï do - Haïnh phuùc', 'Độc lập - Tự do - Hạnh phúc'],
    ['vni', 'ÑAÊNG KYÙ KEÁT HOÂN', 'ĐĂNG KÝ KẾT HÔN'],
    ['windows-1258', 'Thu\u00d2 tu\u00f2c hành chi\u00ecnh ðãng', 'Thủ tục hành chính đăng'],
    ['utf-8-read-as-1252', 'Thá»§ tá»¥c hÃ\u00a0nh chÃ\u00adnh', 'Thủ tục hành chính'],
    ['utf-8', 'Thu\u0309 tu\u0323c\u00a0 ha\u0300nh\u200b chi\u0301nh ', 'Thủ tục hành chính'],
    ['windows-1252', 'caf\u00e9 \u0096 \u0093bar\u0094', 'café – “bar”'],
  ] as const)('reads %s: %s', (encoding, raw, text) => expect(decodeCell(raw, encoding)).toBe(text));

  it('keeps line breaks within a cell', () => {
    expect(decodeCell('B\u00adíc 1\r\nB\u00adíc  2', 'tcvn3')).toBe('Bước 1\nBước 2');
  });

  it('reads a byte the same, whether it came as Latin-1 or as Windows-1252', () => {
    // VISCII 0x8A is Ế, 0x96 is Ờ.
    expect(decodeCell('\u008a \u0096', 'viscii')).toBe(decodeCell('Š –', 'viscii'));
  });

  it('leaves alone what an encoding cannot explain', () => {
    expect(decodeCell('Đăng ký', 'utf-8-read-as-1252')).toBe('Đăng ký');
    expect(decodeCell('Hà Nội 中', 'viscii')).toContain('中');
  });
});

describe('capitals in TCVN3', () => {
  it.each([
    ['THñ TôC HµNH CHÝNH', 'THỦ TỤC HÀNH CHÍNH'],
    ['§¡NG Ký KÕT H¤N', 'ĐĂNG KÝ KẾT HÔN'],
    ['UBND TØNH Hµ GIANG', 'UBND TỈNH HÀ GIANG'],
    ['Nhµ ë x· héi', 'Nhà ở xã hội'],
    ['Hµ Néi', 'Hà Nội'],
    ['Hµ', 'Hà'],
    ['Së Y TÕ', 'Sở Y Tế'],
    ['Uû ban nh©n d©n', 'Uỷ ban nhân dân'],
    ['ñy ban nh©n d©n', 'Ủy ban nhân dân'],
  ])('%s is %s', (raw, text) => expect(decodeCell(raw, 'tcvn3')).toBe(text));

  it('are uncertain only where a word begins with a toned vowel', () => {
    expect(tcvn3CaseIsUncertain(decodeCell('ñy ban nh©n d©n', 'tcvn3'))).toBe(true);
    expect(tcvn3CaseIsUncertain(decodeCell('cña ñy ban', 'tcvn3'))).toBe(true);
    expect(tcvn3CaseIsUncertain(decodeCell('§¨ng ký «ng T¨ng', 'tcvn3'))).toBe(false);
  });
});
