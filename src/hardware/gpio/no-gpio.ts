import { Fault } from '../../shared/fault.ts';
import type { GpioPort } from './port.ts';

const refuse = (): never => {
  throw new Fault('gpio.openFailed', 'this machine has no lines');
};

/** A machine without lines. */
export const noGpio: GpioPort = { openInput: refuse, openOutput: refuse, openWiegand: refuse };
