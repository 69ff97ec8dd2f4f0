import { describe, expect, it } from 'vitest';
import { attachment, cleanFileName } from './file-name.js';

describe('The name of a file of evidence', () => {
  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Windows\\system.ini', 'system.ini'],
    ['a\r\nSet-Cookie: x=1.pdf', 'aSet-Cookie: x=1.pdf'],
    ['tờ khai.pdf', 'tờ khai.pdf'],
    ['tờ khai.pdf'.normalize('NFD'), 'tờ khai.pdf'],
    ['hóa đơn\u202Efdp.exe', 'hóa đơnfdp.exe'],
    ['..', 'file'],
    ['', 'file'],
    [undefined, 'file'],
    [`${'x'.repeat(400)}.pdf`, `${'x'.repeat(196)}.pdf`],
  ])('%j becomes %j', (name, kept) => {
    expect(cleanFileName(name)).toBe(kept);
  });

  it.each([
    [
      'a";filename="b.html',
      `attachment; filename="a__filename__b.html"; filename*=UTF-8''a%22%3Bfilename%3D%22b.html`,
    ],
    [
      'tờ khai (1).pdf',
      `attachment; filename="t_ khai _1_.pdf"; filename*=UTF-8''t%E1%BB%9D%20khai%20%281%29.pdf`,
    ],
    ["o'neil*.txt", `attachment; filename="o_neil_.txt"; filename*=UTF-8''o%27neil%2A.txt`],
    ['\ud800.txt', `attachment; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`],
  ])('%j cannot leave its header', (name, header) => {
    expect(attachment(name)).toBe(header);
    expect(() => new Headers({ 'content-disposition': attachment(name) })).not.toThrow();
  });
});
