import type { PinKeeper } from './admin-access.ts';
import type { SettingsKeeper } from './settings-keeper.ts';

export interface KeptPinParts {
  /** argon2id, or null before the first visit. */
  readonly hash: string | null;
  readonly keeper: () => Pick<SettingsKeeper, 'canSave' | 'savePin'>;
  /** Whoever came in with the one before is out. */
  readonly onChanged: () => void;
}

/** The PIN's hash that counts: what the configuration says that was applied last; the demo has it in memory alone. */
export class KeptPin implements PinKeeper {
  readonly #parts: KeptPinParts;
  #hash: string | null;

  constructor(parts: KeptPinParts) {
    this.#parts = parts;
    this.#hash = parts.hash;
  }

  readonly hash = (): string | null => this.#hash;

  readonly save = async (hash: string): Promise<void> => {
    const keeper = this.#parts.keeper();
    if (keeper.canSave) await keeper.savePin(hash);
    else this.take(hash);
  };

  /** Of a configuration that counts now; a file of settings may have brought another one. */
  take(hash: string | null): void {
    if (hash === this.#hash) return;
    this.#hash = hash;
    this.#parts.onChanged();
  }
}
