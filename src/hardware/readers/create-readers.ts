import { existsSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { OpenLink } from '../byte-link.ts';
import { ChangeNotice } from '../change-notice.ts';
import type { GpioPort } from '../gpio/port.ts';
import type { IdentityCard } from '../identity-card/card-data.ts';
import { IdentityCardReader } from '../identity-card/reader.ts';
import { serialLink } from '../serial-link.ts';
import { cardProfiles, type CardFormat } from './card-format.ts';
import type { CardBits, CardRead } from './card-read.ts';
import type { ReaderReport } from './reader-report.ts';
import { SerialCardReader } from './serial-card-reader.ts';
import { WiegandCardReader } from './wiegand-card-reader.ts';

export interface CreateReadersOptions {
  readonly gpio: GpioPort;
  /** A card was held to a reader; `reader` is `first` or `second`. A card that stays there is told again and again by many readers. Must not throw. */
  readonly onCard: (card: CardRead) => void;
  /** An identity card was laid on its reader. Must not throw. */
  readonly onIdentityCard: (card: IdentityCard) => void;
  readonly log: Log;
  readonly clock: Clock;
  /** A serial line; the machine's own by default. */
  readonly openSerial?: (port: { readonly port: string; readonly baudRate: number }) => OpenLink;
}

/** The configured readers, listening. */
export interface Readers {
  /** By their names: `first`, `second`, `identityCard`; those that are not configured are left out. */
  reports(): Readonly<Record<string, ReaderReport>>;
  /** Calls `listener` whenever a report changed, until `signal` aborts. */
  onChange(listener: () => void, signal: AbortSignal): void;
  close(): Promise<void>;
}

interface Reader {
  report(): ReaderReport;
  onChange(listener: () => void, signal: AbortSignal): void;
  close(): Promise<void>;
}

/** Starts the readers that the configuration names. */
export function createReaders(config: Config['readers'], options: CreateReadersOptions): Readers {
  const readers = new Map<string, Reader>();
  for (const slot of ['first', 'second'] as const) {
    const reader = cardReader(slot, config.card[slot], options);
    if (reader !== null) readers.set(slot, reader);
  }
  if (config.identityCard.enabled) readers.set('identityCard', identityCardReader(config.identityCard, options));
  const changes = new ChangeNotice();
  const ended = new AbortController();
  for (const reader of readers.values()) reader.onChange(() => changes.tell(), ended.signal);
  return {
    reports: () => Object.fromEntries([...readers].map(([name, reader]) => [name, reader.report()])),
    onChange: (listener, signal) => changes.listen(listener, signal),
    close: async () => {
      await Promise.all([...readers.values()].map((reader) => reader.close()));
      ended.abort();
    },
  };
}

function cardReader(
  name: string,
  config: Config['readers']['card']['first'],
  { gpio, onCard, log, clock, openSerial = serialLink }: CreateReadersOptions,
): Reader | null {
  const { driver, port, baudRate, chip, d0, d1, isInverted, keepBits } = config;
  if (driver === 'none') return null;
  if (driver === 'wiegand') return new WiegandCardReader({ name, gpio, chip, d0, d1, isInverted, onCard, log, clock });
  return new SerialCardReader({
    name,
    port,
    openLink: openSerial({ port, baudRate }),
    isPresent: () => existsSync(port),
    format: formatOf(config),
    bits: bitsOf[keepBits],
    onCard,
    log,
    clock,
  });
}

const bitsOf: Readonly<Record<Config['readers']['card']['first']['keepBits'], CardBits>> = { '24': 24, '32': 32, '64': 64 };

function formatOf({ format, frame, digits }: Config['readers']['card']['first']): CardFormat {
  if (format === 'custom') return { kind: 'binary', ...frame };
  const profile = cardProfiles[format];
  return profile.kind === 'line' ? { ...profile, digits } : profile;
}

function identityCardReader(
  { port, baudRate }: Config['readers']['identityCard'],
  { onIdentityCard, log, clock, openSerial = serialLink }: CreateReadersOptions,
): Reader {
  const openLink = openSerial({ port, baudRate });
  return new IdentityCardReader({ port, openLink, isPresent: () => existsSync(port), onCard: onIdentityCard, log, clock });
}
