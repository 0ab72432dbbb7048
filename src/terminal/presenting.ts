import { createReaders, type CreateReadersOptions, type Readers } from '../hardware/readers/create-readers.ts';
import type { CardRead } from '../hardware/readers/card-read.ts';
import type { CodeVerdict } from '../hardware/qr/verify-code.ts';
import type { Config } from '../config/schema.ts';
import type { Presented } from '../gate/claims.ts';
import type { Gate } from '../gate/gate.ts';
import { Fault } from '../shared/fault.ts';
import { kindsOf, opensWithoutFace, type PassKind } from '../shared/opens-with.ts';
import type { Cards } from '../store/cards.ts';
import type { CodeDesk } from './code-desk.ts';
import { Repeats } from './repeats.ts';

/** What a refusal says of a health code. */
const refusedColours = { red: 'healthRed', yellow: 'healthYellow', unknown: 'healthUnknown' } as const;

export interface PresentingParts extends Pick<CreateReadersOptions, 'gpio' | 'clock' | 'log'> {
  readonly config: Pick<Config, 'readers' | 'attendance'>;
  readonly cards: Pick<Cards, 'find'>;
  readonly codes: Pick<CodeDesk, 'onVerdict'>;
  readonly gate: Pick<Gate, 'present' | 'refuse'>;
}

/** Brings what is held to readers and camera before the gate: cards, identity cards, codes. */
export class Presenting {
  readonly #parts: PresentingParts;
  readonly #kinds: ReadonlySet<PassKind>;
  #readers: Readers | null = null;
  #repeats: Repeats;

  constructor(parts: PresentingParts) {
    this.#parts = parts;
    this.#kinds = kindsOf(parts.config.attendance.opensWith);
    this.#repeats = new Repeats(parts.config.readers.repeatMs);
  }

  start(signal: AbortSignal): void {
    const { config, codes, gpio, clock, log } = this.#parts;
    const { opensWith } = config.attendance;
    if (opensWithoutFace(opensWith)) log.warn('gate', 'opensWithoutFace', { opensWith });
    const takesAnyHealth = this.#kinds.has('healthCode') && config.readers.qr.healthAccepts === 'any';
    if (takesAnyHealth) log.warn('gate', 'healthColourIgnored');
    codes.onVerdict((verdict) => this.#onVerdict(verdict), signal);
    // What is a repeat is told here, where it is known what became of the first time.
    this.#readers = createReaders(config.readers, {
      gpio,
      clock,
      log,
      onCard: (card) => {
        if (this.#repeats.isNew(card.number, clock.monotonic())) this.#try('icCard', () => this.#onCard(card));
      },
      onIdentityCard: ({ text }) =>
        this.#try('idCard', () => this.#show({ kind: 'idCard', workerId: null, name: text.name, code: null, codeToUse: null })),
    });
  }

  /** A card that lies on its reader already counts once more. */
  forget(): void {
    this.#repeats = new Repeats(this.#parts.config.readers.repeatMs);
  }

  /** The readers as they are now, by name. */
  reports(): ReturnType<Readers['reports']> {
    return this.#readers?.reports() ?? {};
  }

  async close(): Promise<void> {
    await this.#readers?.close();
  }

  #onCard(card: CardRead): void {
    const owner = this.#parts.cards.find(card);
    // Whose card it is nobody knows, or two workers' look the same to this reader.
    if (owner.kind !== 'worker') return this.#refuse('cardUnknown', owner.kind);
    this.#show({ kind: 'icCard', workerId: owner.workerId, code: null, codeToUse: null });
  }

  #onVerdict(verdict: CodeVerdict): void {
    switch (verdict.kind) {
      case 'person':
        return this.#try('qrCode', () => {
          const { workerId, nonce, expiresMs } = verdict.code;
          const code = { type: 'person', value: verdict.value } as const;
          this.#show({ kind: 'qrCode', workerId, code, codeToUse: { nonce, expiresMs } });
        });
      case 'health':
        return this.#try('healthCode', () => this.#onHealthCode(verdict));
      case 'refused':
        // Any other text in a QR code, on a poster or a jacket, is nobody's attempt.
        if (verdict.reason !== 'notOurs') this.#try('qrCode', () => this.#refuse('codeRefused', verdict.reason));
    }
  }

  /** A code whose colour is not known is no green one. */
  #onHealthCode({ value, colour }: Extract<CodeVerdict, { kind: 'health' }>): void {
    const { cityCode, healthAccepts } = this.#parts.config.readers.qr;
    if (healthAccepts === 'green' && colour !== 'green')
      return this.#refuse('healthRefused', refusedColours[colour ?? 'unknown']);
    const code = { type: 'health', value, ...(colour === null ? {} : { colour }), cityCode } as const;
    this.#show({ kind: 'healthCode', workerId: null, code, codeToUse: null });
  }

  #show(shown: Presented): void {
    this.#parts.log.info('readers', 'shown', { kind: shown.kind });
    this.#parts.gate.present(shown);
  }

  #refuse(reason: 'cardUnknown' | 'codeRefused' | 'healthRefused', detail: string): void {
    this.#parts.gate.refuse({ reason, workerId: null, detail });
  }

  /** Does nothing for what plays no part here; a reader never learns of what goes wrong behind it. */
  #try(kind: PassKind, action: () => void): void {
    const { log } = this.#parts;
    if (!this.#kinds.has(kind)) return log.info('readers', 'notAsked', { kind });
    try {
      action();
    } catch (error) {
      log.error('readers', 'failed', {
        kind,
        code: Fault.from(error, 'internal.bug', 'what was shown could not be judged').code,
      });
    }
  }
}
