import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from '../../shared/fault.ts';
import type { Bit } from '../wiegand/format.ts';
import type { GpioInputRequest, GpioOutputRequest } from './port.ts';

/** What native/gpio exports. Its functions throw an `Error` with the system's `errno`. */
export interface GpioAddon {
  readonly openLines: (
    options: AddonLineOptions,
    /** `error` null: edges; else the lines are lost. */
    onEvent: (error: unknown, edges: readonly AddonEdge[] | null) => void,
  ) => AddonLines;
  readonly openWiegand: (options: AddonWiegandOptions) => AddonWiegand;
}

export interface AddonLineOptions {
  readonly chip: string;
  readonly offsets: readonly number[];
  readonly consumer: string;
  readonly direction: 'input' | 'output';
  readonly isActiveLow: boolean;
  readonly bias: GpioInputRequest['bias'];
  readonly drive: GpioOutputRequest['drive'];
  readonly edges: GpioInputRequest['edges'];
  readonly debounceUs: number;
  /** Of outputs: their level from the start. */
  readonly beginsActive: boolean;
}

export interface AddonEdge {
  readonly offset: number;
  readonly isRising: boolean;
  readonly atNs: bigint;
  readonly seqno: number;
}

export interface AddonLines {
  readonly values: () => readonly boolean[];
  readonly set: (index: number, isActive: boolean) => void;
  readonly close: () => void;
}

export interface AddonWiegandOptions {
  readonly chip: string;
  readonly d0: number;
  readonly d1: number;
  readonly consumer: string;
  readonly isActiveLow: boolean;
  readonly drive: GpioOutputRequest['drive'];
  readonly pulseUs: number;
  readonly spacingUs: number;
}

export interface AddonWiegand {
  /** Why its thread is no real-time one, as errno; 0: it is one. */
  readonly schedulingErrno: number;
  /** Why its memory is not locked, as errno; 0: it is. */
  readonly lockingErrno: number;
  readonly send: (bits: readonly Bit[], onDone: (outcome: AddonOutcome) => void) => void;
  /** Reads the lines; says nothing of them but that they are there. */
  readonly check: () => void;
  readonly close: () => void;
}

export interface AddonOutcome {
  /** 0: all pulses went out. */
  readonly errno: number;
  readonly pulses: number;
  readonly longestPulseUs: number;
  readonly latestUs: number;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const Exports = z.object({
  openLines: z.custom<GpioAddon['openLines']>(isFunction),
  openWiegand: z.custom<GpioAddon['openWiegand']>(isFunction),
});

/**
 * Loads the addon from `native/gpio/prebuilds` in `nativeDir`, for this kind of machine. Throws `Fault` `gpio.openFailed`, which
 * says how to get it: it is a part that the terminal runs without.
 */
export function loadGpioAddon(nativeDir: string): GpioAddon {
  const file = join(nativeDir, 'gpio', 'prebuilds', `${process.platform}-${process.arch}`, 'gpio.node');
  if (!existsSync(file)) {
    throw new Fault(
      'gpio.openFailed',
      `the drivers gpio and wiegand need the addon ${file}, which is not there: install a package that holds it, or build it with npm run native`,
    );
  }
  try {
    return Exports.parse(createRequire(import.meta.url)(file));
  } catch (error) {
    throw new Fault('gpio.openFailed', `the addon ${file} cannot be loaded: build it anew with npm run native`, { cause: error });
  }
}
