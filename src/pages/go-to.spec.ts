import { expect, it } from 'vitest';
import { localPath } from './go-to.js';

it.each([
  ['/desk/services?q=khai%20sinh#fees', '/desk/services?q=khai%20sinh#fees'],
  ['/en/desk', '/en/desk'],
  ['https://elsewhere.example/', '/desk'],
  ['//elsewhere.example/', '/desk'],
  ['/\\elsewhere.example/', '/desk'],
  ['/\t/elsewhere.example/', '/desk'],
  ['/.//elsewhere.example/', '/desk'],
  ['/a/..//elsewhere.example/', '/desk'],
  ['/desk\r\nSet-Cookie: a=1', '/deskSet-Cookie:%20a=1'],
  ['javascript:alert(1)', '/desk'],
  ['desk', '/desk'],
  ['', '/desk'],
])('after signing in, %j leads to %j', (wanted, path) => {
  expect(localPath(wanted, '/desk')).toBe(path);
});
