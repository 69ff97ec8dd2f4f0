import { describe, expect, it } from 'vitest';
import { isPublicAddress } from './network-address.js';

const REFUSED = `
  0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254
  172.16.0.1 172.31.255.255 192.0.0.1 192.0.2.1 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.7 203.0.113.9
  224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255
  :: ::1 ::ffff:127.0.0.1 ::ffff:7f00:1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 ::ffff:0:8.8.8.8 64:ff9b::7f00:1
  64:ff9b:1::1 100::1 2001::1 2001:db8::1 2002:7f00:1::1 3fff::1 5f00::1 fc00::1 fd12:3456::1 fe80::1 fe80::1%eth0 fec0::1
  ff02::1 ff0e::1 localhost 127.1 0x7f000001
`
  .trim()
  .split(/\s+/);

const VISITED = `
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 169.253.255.255
  172.15.255.255 172.32.0.0 192.167.255.255 192.169.0.0 198.17.255.255 198.20.0.0 223.255.255.255
  2001:200::1 2400:cb00::1 2606:4700:4700::1111 2a00:1450::1
`
  .trim()
  .split(/\s+/);

describe('An address of the network', () => {
  it.each(REFUSED)('%s is not of the public Internet', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  it.each(VISITED)('%s is', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});
