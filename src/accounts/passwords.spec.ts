import { describe, expect, it } from 'vitest';
import { hashOfNobody, hashPassword, isPassword } from './passwords.js';

/** What a hash says about how it was made: algorithm, version, costs and the lengths of salt and digest. */
function making(hash: string): unknown {
  const [, algorithm, version, costs, salt, digest] = hash.split('$');
  return { algorithm, version, costs, salt: salt?.length, digest: digest?.length };
}

describe('The hash that stands for no account', () => {
  it('is as dear to try a password on as that of an account', async () => {
    expect(making(hashOfNobody())).toEqual(making(await hashPassword('sông hồng đỏ nặng')));
  });

  it('can be tried, has no password, and is another one each time', async () => {
    await expect(isPassword(hashOfNobody(), 'sông hồng đỏ nặng')).resolves.toBe(false);
    expect(hashOfNobody()).not.toBe(hashOfNobody());
  });
});
