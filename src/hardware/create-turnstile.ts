import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { OpenLink } from './byte-link.ts';
import type { ObservableTurnstile } from './diagnostics.ts';
import { FrameTurnstile } from './command-frames/frame-turnstile.ts';
import { ModbusTurnstile } from './modbus/turnstile.ts';
import { serialLink } from './serial-link.ts';
import { noTurnstile } from './turnstile-none.ts';

export interface CreateTurnstileOptions {
  readonly log: Log;
  readonly clock: Clock;
  /** Closes the turnstile when it aborts; `close` does the same and can be waited for. */
  readonly signal?: AbortSignal;
  /** The line to the board; the configured serial port by default. */
  readonly openLink?: OpenLink;
}

/** The configured turnstile, connecting. Throws `Fault` `config.invalid` for a driver that this version does not have, or a coil that the driver cannot reach. */
export function createTurnstile(turnstile: Config['turnstile'], options: CreateTurnstileOptions): ObservableTurnstile {
  const { log, clock, signal } = options;
  switch (turnstile.driver) {
    case 'none':
      return noTurnstile;
    case 'modbus-rtu': {
      const openLink = options.openLink ?? serialLink(turnstile);
      const created = new ModbusTurnstile({ turnstile, openLink, log, clock });
      signal?.addEventListener('abort', () => void created.close(), { once: true });
      return created;
    }
    case 'command-frames': {
      const openLink = options.openLink ?? serialLink(turnstile);
      const created = new FrameTurnstile({ turnstile, openLink, log, clock });
      signal?.addEventListener('abort', () => void created.close(), { once: true });
      return created;
    }
    case 'gpio':
    case 'wiegand':
      throw new Fault('config.invalid', `turnstile.driver: ${turnstile.driver} is not available yet`);
  }
}
