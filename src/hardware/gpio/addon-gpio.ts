import { constants } from 'node:os';
import { Fault, type FaultCode } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { AddonEdge, AddonLines, GpioAddon } from './addon.ts';
import type {
  GpioInput,
  GpioInputListener,
  GpioInputRequest,
  GpioLineRequest,
  GpioOutput,
  GpioOutputRequest,
  GpioPort,
  WiegandOutput,
  WiegandOutputRequest,
} from './port.ts';

/** The machine's lines, by the addon. */
export class AddonGpio implements GpioPort {
  readonly #addon: GpioAddon;
  readonly #log: Log;

  constructor(addon: GpioAddon, log: Log) {
    this.#addon = addon;
    this.#log = log;
  }

  openInput(request: GpioInputRequest, listener: GpioInputListener): GpioInput {
    let isOpen = true;
    const onEvent = (error: unknown, edges: readonly AddonEdge[] | null): void => {
      // What was on its way when the lines were closed is told to nobody.
      if (isOpen && edges === null) listener.onLost(faultOf('gpio.lost', request.chip, error));
      for (const { seqno, ...edge } of edges ?? []) if (isOpen) listener.onEdge({ ...edge, sequence: seqno });
    };
    const { offsets, edges, debounceUs } = request;
    const options = { ...lineOptions(request), offsets, edges, debounceUs, ...asInput } as const;
    const lines = attempt('gpio.openFailed', request.chip, () => this.#addon.openLines(options, onEvent));
    return {
      read: () => attempt('gpio.lost', request.chip, () => lines.values()),
      close: () => {
        isOpen = false;
        lines.close();
      },
    };
  }

  openOutput(request: GpioOutputRequest): GpioOutput {
    const { offset, drive, beginsActive } = request;
    const fixed = { offsets: [offset], drive, beginsActive, direction: 'output', edges: 'none', debounceUs: 0 } as const;
    const lines = attempt('gpio.openFailed', request.chip, () =>
      this.#addon.openLines({ ...lineOptions(request), ...fixed }, () => undefined),
    );
    return {
      set: (isActive) => attempt('gpio.lost', request.chip, () => lines.set(0, isActive)),
      read: () => attempt('gpio.lost', request.chip, () => lines.values()[0] === true),
      close: (keepsLevel = false) => (keepsLevel ? lines.close() : switchOffAndClose(lines)),
    };
  }

  openWiegand(request: WiegandOutputRequest): WiegandOutput {
    const { chip, consumer, isActiveLow, d0, d1, drive, pulseUs, spacingUs } = request;
    const options = { chip, consumer, isActiveLow, d0, d1, drive, pulseUs, spacingUs };
    const sender = attempt('gpio.openFailed', chip, () => this.#addon.openWiegand(options));
    if (sender.schedulingErrno !== 0 || sender.lockingErrno !== 0) {
      // Pulses still go out; on a loaded machine some may be too long. CAP_SYS_NICE and CAP_IPC_LOCK mend it.
      const { schedulingErrno, lockingErrno } = sender;
      this.#log.warn('gate', 'wiegandNotRealTime', { scheduling: nameOf(schedulingErrno), locking: nameOf(lockingErrno) });
    }
    return {
      send: (bits) =>
        new Promise((resolve, reject) => {
          const fail = (cause: unknown): void => reject(faultOf('gpio.lost', chip, cause));
          try {
            sender.send(bits, ({ errno, ...sent }) => (errno === 0 ? resolve(sent) : fail({ message: 'pulse', errno })));
          } catch (error) {
            fail(error);
          }
        }),
      check: () => attempt('gpio.lost', chip, () => sender.check()),
      close: () => sender.close(),
    };
  }
}

const asInput = { direction: 'input', drive: 'pushPull', beginsActive: false } as const;
const lineOptions = ({ chip, consumer, isActiveLow, bias }: GpioLineRequest) => ({ chip, consumer, isActiveLow, bias });

function switchOffAndClose(lines: AddonLines): void {
  try {
    lines.set(0, false);
  } catch {
    // Lost or closed before: the kernel lets go of the line in any case.
  }
  lines.close();
}

function attempt<T>(code: FaultCode, chip: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw faultOf(code, chip, error);
  }
}

/** What a technician can do about what the kernel refused. */
const advice: Readonly<Partial<Record<string, string>>> = {
  ENOENT: 'there is no such chip; see gpiodetect',
  EACCES: 'the terminal’s user may not use it; put him into the group that owns it',
  EPERM: 'the terminal’s user may not use it; put him into the group that owns it',
  EBUSY: 'another program, or the kernel, holds the line; see gpioinfo',
  EINVAL: 'the chip has no such line, or cannot do what is asked of it',
  ENODEV: 'the chip is gone',
};

function faultOf(code: FaultCode, chip: string, cause: unknown): Fault {
  const errno = typeof cause === 'object' && cause !== null && 'errno' in cause ? Number(cause.errno) : null;
  const name = errno === null ? null : nameOf(errno);
  const why = name === null ? 'the addon refuses' : `${name}${advice[name] === undefined ? '' : `, ${advice[name]}`}`;
  return new Fault(code, `${chip}: ${why}`, { cause });
}

/** The system's name of an error, such as `EBUSY`; `ok` for 0. */
function nameOf(errno: number): string {
  if (errno === 0) return 'ok';
  return Object.entries(constants.errno).find(([, number]) => number === errno)?.[0] ?? `errno ${errno}`;
}
