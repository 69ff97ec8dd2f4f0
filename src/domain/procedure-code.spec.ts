import { describe, expect, it } from 'vitest';
import { localCode, nationalCode } from './procedure-code.js';

describe('codes of procedures', () => {
  it('are the national ones, whatever a province adds to them', () => {
    expect(nationalCode('1.011441.000.00.00.H38')).toBe('1.011441');
    expect(nationalCode('1.011441')).toBe('1.011441');
    expect(nationalCode('LOCAL-cap-the-1a2b3c4d')).toBe('LOCAL-cap-the-1a2b3c4d');
  });

  it('are made from name and field where there is none, alike for one name however it is typed', () => {
    const code = localCode('Cấp thẻ đọc sách', 'thu-vien');
    expect(code).toMatch(/^LOCAL-cap-the-doc-sach-[0-9a-f]{8}$/);
    expect(localCode('CẤP THẺ  ĐỌC SÁCH', 'thu-vien')).toBe(code);
    expect(localCode('Cấp thẻ đọc sách', 'van-hoa')).not.toBe(code);
    expect(localCode('읽기', 'thu-vien')).toMatch(/^LOCAL-[0-9a-f]{8}$/);
    expect(localCode('x'.repeat(2000), 'thu-vien').length).toBeLessThanOrEqual(64);
  });
});
