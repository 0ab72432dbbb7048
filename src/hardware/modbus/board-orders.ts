import type { Config } from '../../config/schema.ts';
import { Fault } from '../../shared/fault.ts';
import { profileOf } from './boards/boards.ts';
import type { BoardProfile, TimedRule, WriteRule } from './boards/profile.ts';
import type { ModbusReply, ModbusRequest } from './frame.ts';

/** What is said to the configured relay. */
export interface BoardOrders {
  readonly on: ModbusRequest;
  readonly off: ModbusRequest;
  /** One pulse: `on`, or the board's own timed write where that is configured. */
  readonly pulse: ModbusRequest;
  readonly read: ModbusRequest;
  /** What a reply to `read` says; null: nothing. */
  isOn(reply: ModbusReply): boolean | null;
  /** Reads the first `count` digital inputs; null: the board has none. */
  readInputs(count: number): ModbusRequest | null;
}

/** @throws Fault `config.invalid` for a relay that the board does not have, or a timed pulse that it cannot give */
export function boardOrders(turnstile: Config['turnstile']): BoardOrders {
  const { unit, coil, pulse, pulseMs } = turnstile;
  const profile = profileOf(turnstile);
  if (coil >= profile.channels) throw new Fault('config.invalid', `turnstile.coil: this board has ${profile.channels} relays`);
  const on = writeOf(profile.on, unit, coil, 0);
  const { read, inputsFirst } = profile;
  return {
    on,
    off: writeOf(profile.off, unit, coil, 0),
    pulse: pulse === 'flash-on' ? timedOf(profile, unit, coil, pulseMs) : on,
    read: {
      kind: read.from === 'coil' ? 'readCoil' : 'readRegister',
      unit,
      address: read.first + read.stride * coil,
    },
    isOn: (reply) => isOn(profile, reply),
    readInputs: (count) => (inputsFirst === null ? null : { kind: 'readInputs', unit, address: inputsFirst, count }),
  };
}

function isOn({ read }: BoardProfile, reply: ModbusReply): boolean | null {
  if (reply.kind === 'coil') return reply.isOn;
  return reply.kind === 'register' && read.from === 'register' ? reply.value === read.on : null;
}

function timedOf({ timed, board }: BoardProfile, unit: number, coil: number, pulseMs: number): ModbusRequest {
  if (timed === null) throw new Fault('config.invalid', `turnstile.pulse: ${board} has no timer of its own`);
  const address = timed.first + timed.stride * coil;
  if (timed.write === 'coil' && address >= timed.first + 0x100) {
    throw new Fault('config.invalid', 'turnstile.coil: flash-on reaches coils 0 to 255');
  }
  return writeOf(timed, unit, coil, stepsOf(timed, pulseMs));
}

const stepsOf = ({ stepMs, mostSteps }: TimedRule, ms: number): number =>
  Math.min(Math.max(Math.round(ms / stepMs), 1), mostSteps);

function writeOf(rule: WriteRule, unit: number, channel: number, steps: number): ModbusRequest {
  const address = rule.first + rule.stride * channel;
  const values = rule.values.map((value) => (typeof value === 'number' ? value : value.time.base + steps));
  if (rule.write === 'registers') return { kind: 'writeRegisters', unit, address, values };
  return { kind: rule.write === 'coil' ? 'writeCoil' : 'writeRegister', unit, address, value: values[0] ?? 0 };
}

/** How long the pulse of the configuration lasts on the board, ms: a board's own timer counts in steps. */
export function pulseLengthMs(turnstile: Config['turnstile']): number {
  const { timed } = profileOf(turnstile);
  if (turnstile.pulse === 'coil' || timed === null) return turnstile.pulseMs;
  return stepsOf(timed, turnstile.pulseMs) * timed.stepMs;
}
