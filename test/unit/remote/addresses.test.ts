import { expect, it } from 'vitest';
import { countedAs, isNearby, namesUs, plainAddress } from '../../../src/remote/addresses.ts';

it.each([
  ['192.168.1.7', true],
  ['10.0.0.1', true],
  ['172.31.255.1', true],
  ['172.32.0.1', false],
  ['127.0.0.1', true],
  ['8.8.8.8', false],
  ['fe80::1', true],
  ['fd12::1', true],
  ['::1', true],
  ['2001:db8::1', false],
  ['', false],
])('whether %j is on the local network: %s', (address, isNear) => {
  expect(isNearby(plainAddress(address))).toBe(isNear);
});

it('an IPv4 address in the clothes of an IPv6 one is seen for what it is', () => {
  expect(plainAddress('::ffff:8.8.8.8')).toBe('8.8.8.8');
  expect(plainAddress('fe80::1%eth0')).toBe('fe80::1');
});

it('addresses of one /64 count as one host', () => {
  expect(countedAs('fd12:0:0:1:aaaa::1')).toBe(countedAs('fd12:0:0:1:bbbb::2'));
  expect(countedAs('192.168.1.7')).not.toBe(countedAs('192.168.1.8'));
});

it.each([
  ['192.168.1.20:8443', true],
  ['gate-7.local:8443', true],
  ['GATE-7:8443', true],
  ['192.168.1.20', false],
  ['192.168.1.20:443', false],
  ['evil.example:8443', false],
  ['192.168.1.20.evil.example:8443', false],
  ['192.168.1.20:8443@evil.example', false],
  [undefined, false],
  ['', false],
])('whether the host %j is the terminal: %s', (host, isUs) => {
  expect(namesUs(host, '192.168.1.20', 8443, ['gate-7', 'gate-7.local'])).toBe(isUs);
});

it('an IPv6 address stands in brackets', () => {
  expect(namesUs('[fd12::1]:8443', 'fd12::1', 8443, [])).toBe(true);
  expect(namesUs('[fd12::2]:8443', 'fd12::1', 8443, [])).toBe(false);
});
