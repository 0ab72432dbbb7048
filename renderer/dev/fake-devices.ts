import type { CallHandlers } from '../../src/shared/ipc/contract.ts';

/** Devices of the imagined main process: one of each kind, one of them in trouble. */
export function createFakeDevices(): Pick<CallHandlers, 'admin.devices'> {
  const common = { errors: [], lastHex: [], lastFault: null };
  const turnstile = {
    ...common,
    ...({ name: 'turnstile', state: 'ok', place: '/dev/ttyS1 9600 8N1', lastContactMs: null } as const),
    counts: [
      { what: 'opened', count: 1_204 },
      { what: 'connections', count: 2 },
      { what: 'errors', count: 3 },
    ] as const,
    errors: [{ code: 'timeouts', count: 3 }],
    lastHex: ['01 05 00 00 ff 00 8c 3a', '01 05 00 00 ff 00 8c 3a'],
  };
  const reader = {
    ...common,
    ...({ name: 'first', state: 'silent', place: '/dev/ttyUSB0', lastContactMs: null } as const),
    counts: [
      { what: 'reads', count: 0 },
      { what: 'connections', count: 1 },
      { what: 'errors', count: 0 },
    ] as const,
  };
  const door = {
    ...common,
    ...({ name: 'door', state: 'notAnswering', place: '/dev/gpiochip0 17', lastContactMs: Date.now() - 60_000 } as const),
    counts: [
      { what: 'changes', count: 18 },
      { what: 'errors', count: 1 },
    ] as const,
    lastFault: 'gpio.openFailed',
  };
  return {
    'admin.devices': () =>
      Promise.resolve({ devices: [turnstile, reader, door].map((one) => ({ ...one, counts: [...one.counts] })) }),
  };
}
