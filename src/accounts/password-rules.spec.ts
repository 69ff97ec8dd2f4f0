import { describe, expect, it } from 'vitest';
import { passwordFaults } from './password-rules.js';

const faults = (password: string) => passwordFaults(password, 'lan').map(({ code }) => code);

describe('A password', () => {
  it('may have any characters, spaces and marks too, up to 200 of them', () => {
    for (const password of ['sông hồng đỏ nặng', '🌾🌾🌾🌾🌾🌾🌾🏞', 'ab cd ef', 'xy'.repeat(99) + 'zz'])
      expect(faults(password), password).toEqual([]);
  });

  it('has 8 to 200 characters, counted as people count them', () => {
    expect(faults('🌾🏞🌾🏞🌾🌵')).toEqual(['password_too_short']);
    expect(faults(`${'xy'.repeat(100)}z`)).toEqual(['password_too_long']);
  });

  it('is none that everybody guesses first, in whatever case', () => {
    for (const password of ['password', 'Password1', '12345678', '1qaz2wsx', 'ILoveYou', '%%%%%%%%%'])
      expect(faults(password), password).toEqual(['password_common']);
  });

  it('is no piece over and over, and no row of digits, letters or keys up or down', () => {
    const overAndOver = [
      '123123123',
      '19841984',
      '1qaz1qaz',
      'sexsexsex',
      'QwertyQwerty',
      '1234512345',
      'mưa mưa ',
    ];
    const inARow = ['987654321', '0987654321', '01234567', 'abcdefgh', 'poiuytrewq', 'lkjhgfds', '56789012'];
    for (const password of [...overAndOver, ...inARow])
      expect(faults(password), password).toEqual(['password_common']);
    for (const password of ['19841985', 'chim sẻ chim sẻ ', 'abcdefgi'])
      expect(faults(password), password).toEqual([]);
  });

  it('does not hold the user name', () => {
    expect(faults('xin chào Lan 2012')).toEqual(['password_has_username']);
  });

  it('is long enough without the words of the place, however they are written', () => {
    const own = ['STP', 'Sở Tư pháp', 'Department of Justice', 'Nguyễn Thị Lan'];
    const mine = (password: string) => passwordFaults(password, 'ntl', own).map(({ code }) => code);
    for (const password of [
      'laocai2012',
      'LÀO CAI @ 2012',
      'Lào-Cai-Sa-Pa',
      'dichvucong4',
      'UBND Lào Cai 12345678',
      'so tu phap 1!',
      'STP-2012-stp',
      'departmentofjustice1',
      'NguyenThiLan88',
    ])
      expect(mine(password), password).toEqual(['password_of_the_place']);
    for (const password of ['chiều mưa ở Sa Pa nhớ ai', 'LàoCai, ngựa ô qua cầu', 'tư pháp bốn mùa hoa'])
      expect(mine(password), password).toEqual([]);
    // Names of others may be used: nobody who guesses at this account begins with them.
    expect(faults('Sở Tư pháp 1!')).toEqual([]);
  });

  it('is told all its faults at once', () => {
    expect(faults('lan')).toEqual(['password_too_short', 'password_has_username']);
  });
});
