import type { Config } from '../config/schema.ts';
import type { HoldReason } from '../gate/ports.ts';
import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { OpenLink } from './byte-link.ts';
import type { ObservableTurnstile } from './diagnostics.ts';
import { FrameTurnstile } from './command-frames/frame-turnstile.ts';
import { GpioTurnstile } from './gpio/gpio-turnstile.ts';
import { noGpio } from './gpio/no-gpio.ts';
import type { GpioPort } from './gpio/port.ts';
import { WiegandTurnstile } from './gpio/wiegand-turnstile.ts';
import type { BoardPatience } from './modbus/board-session.ts';
import { ModbusBus } from './modbus/bus.ts';
import { ModbusTurnstile } from './modbus/turnstile.ts';
import { serialLink } from './serial-link.ts';
import { noTurnstile } from './turnstile-none.ts';

export interface CreateTurnstileOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Closes the turnstile when it aborts; `close` does the same and can be waited for. */
  readonly signal?: AbortSignal;
  /** The lines of the machine; none by default. */
  readonly gpio?: GpioPort;
  /** The number of a worker's card in decimal digits, or null; nobody has one by default. */
  readonly cardOf?: (workerId: string) => string | null;
  /** How the gate is kept from the start; not kept open by default. */
  readonly hold?: HoldReason | null;
  /** The line to the board; the configured serial port by default. */
  readonly openLink?: OpenLink;
  /** The line to a relay board where several relays are on it; one of its own by default. */
  readonly bus?: ModbusBus;
  /** How long each answer of a relay board is waited for; a real board's time by default. */
  readonly patience?: BoardPatience;
}

/**
 * The turnstiles of several lanes, connecting: relays on one serial port share its line. Throws as `createTurnstile`; those that
 * were created before are closed then.
 */
export function createTurnstiles(
  all: readonly Config['turnstile'][],
  options: Omit<CreateTurnstileOptions, 'bus'>,
): readonly ObservableTurnstile[] {
  const buses = new Map<string, ModbusBus>();
  const created: ObservableTurnstile[] = [];
  try {
    for (const turnstile of all) {
      const { port, baudRate } = turnstile;
      const openLink = options.openLink ?? serialLink(turnstile);
      const bus = buses.get(port) ?? new ModbusBus({ openLink, baudRate, clock: options.clock });
      buses.set(port, bus);
      created.push(createTurnstile(turnstile, { ...options, bus }));
    }
  } catch (error) {
    for (const turnstile of created) void turnstile.close();
    throw error;
  }
  return created;
}

/** The configured turnstile, connecting. Throws `Fault` `config.invalid` for a relay that the board cannot reach. */
export function createTurnstile(turnstile: Config['turnstile'], options: CreateTurnstileOptions): ObservableTurnstile {
  const { log, clock, signal, hold = null } = options;
  switch (turnstile.driver) {
    case 'none':
      return noTurnstile;
    case 'modbus-rtu': {
      const openLink = options.openLink ?? serialLink(turnstile);
      const { bus, patience } = options;
      const optional = { ...(bus === undefined ? {} : { bus }), ...(patience === undefined ? {} : { patience }) };
      const created = new ModbusTurnstile({ turnstile, openLink, ...optional, log, clock, hold });
      signal?.addEventListener('abort', () => void created.close(), { once: true });
      return created;
    }
    case 'command-frames': {
      const openLink = options.openLink ?? serialLink(turnstile);
      const created = new FrameTurnstile({ turnstile, openLink, log, clock, hold });
      signal?.addEventListener('abort', () => void created.close(), { once: true });
      return created;
    }
    case 'gpio':
    case 'wiegand': {
      const { gpio = noGpio, cardOf = () => null } = options;
      const created =
        turnstile.driver === 'gpio'
          ? new GpioTurnstile({ turnstile, gpio, log, clock, hold })
          : new WiegandTurnstile({ turnstile, gpio, cardOf, log, clock });
      signal?.addEventListener('abort', () => void created.close(), { once: true });
      return created;
    }
  }
}
