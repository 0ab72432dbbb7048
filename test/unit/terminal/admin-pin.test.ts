import { expect, it } from 'vitest';
import { hashPin, isPin, PinLock, verifyPin } from '../../../src/terminal/admin-pin.ts';

it('a PIN opens its own hash and no other', async () => {
  const hash = await hashPin('0420');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await Promise.all(['0420', '0421', '420', '04200', ''].map((pin) => verifyPin(pin, hash)))).toEqual([
    true,
    false,
    false,
    false,
    false,
  ]);
});

it('the same PIN never has the same hash twice', async () => {
  expect(await hashPin('123456')).not.toBe(await hashPin('123456'));
});

it('a hash that OpenSSL made of the same PIN, salt and cost is opened', async () => {
  const hash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$usnnQ9i5E53DU3ARpEoceiWg43m2ilFzFYH9rqQQteg';
  expect([await verifyPin('1234', hash), await verifyPin('1235', hash)]).toEqual([true, false]);
});

it.each([
  ['1234', true],
  ['123456789012', true],
  ['123', false],
  ['1234567890123', false],
  ['12a4', false],
  ['１２３４', false],
  ['1234\n', false],
  [' 1234', false],
  ['', false],
])('%j is a PIN: %s', (text, expected) => {
  expect(isPin(text)).toBe(expected);
});

it('what is no PIN is not hashed', async () => {
  await expect(hashPin('12')).rejects.toThrow('[admin.unauthorised]');
});

it.each([
  ['no hash', 'x'],
  ['another method', '$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['four gigabytes of memory', '$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['999 passes', '$argon2id$v=19$m=19456,t=999,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ['no passes', '$argon2id$v=19$m=19456,t=0,p=1$c2FsdHNhbHRzYWx0$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
])('a configured hash with %s is refused before it is computed', async (_, hash) => {
  await expect(verifyPin('1234', hash)).rejects.toThrow('[config.invalid]');
});

it('four wrong PINs do not lock, the fifth locks for 30 s', () => {
  const lock = new PinLock();
  expect([1, 2, 3, 4].map(() => lock.failed(1_000))).toEqual([4, 3, 2, 1].map((triesLeft) => ({ triesLeft, untilMs: null })));
  expect(lock.lockedUntilMs(1_000)).toBeNull();
  expect(lock.failed(1_000).untilMs).toBe(31_000);
  expect([lock.lockedUntilMs(30_999), lock.lockedUntilMs(31_000)]).toEqual([31_000, null]);
});

it('each further wrong PIN locks for twice as long, an hour at most', () => {
  const lock = new PinLock();
  for (let n = 0; n < 4; n += 1) lock.failed(0);
  const delays = Array.from({ length: 10 }, () => (lock.failed(0).untilMs ?? 0) / 1_000);
  expect(delays).toEqual([30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600, 3_600]);
});

it('the right PIN starts over', () => {
  const lock = new PinLock();
  for (let n = 0; n < 6; n += 1) lock.failed(0);
  lock.succeeded();
  expect([lock.lockedUntilMs(0), lock.failed(0)]).toEqual([null, { triesLeft: 4, untilMs: null }]);
});
