import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { hasSocat, openPtyPair } from './pty.ts';

/** The system's Python: where Debian puts python3-pymodbus. */
const python = '/usr/bin/python3';

export const hasModbusSlave = hasSocat && spawnSync(python, ['-c', 'import pymodbus, serial_asyncio']).status === 0;

/** One request as the slave took it. */
export interface SlaveRequest {
  /** Seconds since the epoch, before the slave acted on it. */
  readonly t: number;
  readonly fc: number;
  readonly address: number;
  /** Value written, or number of coils read. */
  readonly value: number;
}

/** A relay changed by a command in a register. */
export interface RelayChange {
  readonly relay: number;
  readonly on: boolean;
  /** Seconds since the epoch. */
  readonly t: number;
}

export interface ModbusSlave {
  /** Serial port for the product. */
  readonly port: string;
  /** What the relays did that take commands in registers, in order. */
  readonly relays: readonly RelayChange[];
  /** Sets a discrete input. */
  setInput(address: number, isOn: boolean): void;
  /** All requests so far, in order. */
  readonly requests: readonly SlaveRequest[];
  /** Resolves when `holds` is true, looked at after every request. */
  until(holds: () => boolean, withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** Starts an independent slave (pymodbus) behind a pseudo-terminal; both end with this process. */
export async function startModbusSlave(unit = 1, board = 'generic'): Promise<ModbusSlave> {
  const pair = await openPtyPair();
  const script = path.join(import.meta.dirname, 'modbus-slave.py');
  const slave = spawn(python, [script, pair.far, String(unit), board], { stdio: ['pipe', 'pipe', 'inherit'] });
  const requests: SlaveRequest[] = [];
  const relays: RelayChange[] = [];
  const watchers = new Set<() => void>();
  const ready = Promise.withResolvers<void>();
  slave.once('exit', () => ready.reject(new Error('the slave ended')));
  createInterface({ input: slave.stdout }).on('line', (line) => {
    const told = JSON.parse(line) as SlaveRequest | RelayChange | { readonly ready: true };
    if ('ready' in told) return ready.resolve();
    if ('relay' in told) relays.push(told);
    else requests.push(told);
    for (const look of [...watchers]) look();
  });
  const timer = setTimeout(() => ready.reject(new Error('the slave did not start')), 60_000);
  await ready.promise.finally(() => clearTimeout(timer));
  return {
    port: pair.near,
    requests,
    relays,
    setInput: (address, isOn) => void slave.stdin.write(`input ${String(address)} ${isOn ? '1' : '0'}\n`),
    until: (holds, withinMs = 30_000) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => {
          watchers.delete(look);
          reject(new Error(`not so within ${withinMs} ms: ${holds.toString()}`));
        }, withinMs);
        const look = (): void => {
          if (!holds()) return;
          clearTimeout(late);
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    close: async () => {
      const ended = once(slave, 'exit');
      slave.stdin.end();
      await ended;
      await pair.close();
    },
  };
}
