import type { Log } from '../../shared/log.ts';
import { AddonGpio } from './addon-gpio.ts';
import { loadGpioAddon } from './addon.ts';
import { LastingGpio } from './lasting-gpio.ts';
import type { GpioPort } from './port.ts';

/** The machine's lines, where an output may be left as it stands for whoever comes next. Without the addon every `open…` throws the `gpio.openFailed` that says how to get it. */
export function openGpio(nativeDir: string, log: Log): GpioPort {
  let loaded: AddonGpio | null = null;
  const port = (): AddonGpio => (loaded ??= new AddonGpio(loadGpioAddon(nativeDir), log));
  return new LastingGpio({
    openInput: (request, listener) => port().openInput(request, listener),
    openOutput: (request) => port().openOutput(request),
    openWiegand: (request) => port().openWiegand(request),
  });
}
