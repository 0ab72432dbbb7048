/** A write whose address is `first + stride * channel`; channels count from 0. */
export interface WriteRule {
  /** Function 05, 06 or 16 (MODBUS Application Protocol V1.1b3, 6.5, 6.6, 6.12). */
  readonly write: 'coil' | 'register' | 'registers';
  readonly first: number;
  readonly stride: number;
  /** 16-bit values. `time`: the length of the pulse stands here, as `base + steps`. */
  readonly values: readonly (number | { readonly time: { readonly base: number } })[];
}

/** The board's own timed pulse. */
export interface TimedRule extends WriteRule {
  /** One step of the time, ms. */
  readonly stepMs: number;
  /** Longest time in steps. */
  readonly mostSteps: number;
}

/** How a relay of one make of board is ordered and read. Data only: what stands in the maker's manual. */
export interface BoardProfile {
  /** Maker and model, as printed on the board. */
  readonly board: string;
  /** Where all this is written. */
  readonly manual: string;
  /** Relays on the largest board of the kind. */
  readonly channels: number;
  readonly on: WriteRule;
  readonly off: WriteRule;
  /** Null: the board has no timer of its own. */
  readonly timed: TimedRule | null;
  /** How it is read whether a relay is on; `on`: the value of a register that means on. */
  readonly read:
    | { readonly from: 'coil'; readonly first: number; readonly stride: number }
    | { readonly from: 'register'; readonly first: number; readonly stride: number; readonly on: number };
  /** Where the state of its digital inputs (function 02) begins; null: it has none. */
  readonly inputsFirst: number | null;
}
