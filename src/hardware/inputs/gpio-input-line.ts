import { Fault } from '../../shared/fault.ts';
import type { GpioInput, GpioInputRequest, GpioPort } from '../gpio/port.ts';
import { pause } from '../readers/pause.ts';
import type { InputTally } from './input-tally.ts';

const retryMs = 2_000;

/** Reads one line of the machine, and asks for it again whenever it was lost, until `signal` aborts. Never rejects. */
export async function readGpioLine(
  gpio: GpioPort,
  request: GpioInputRequest,
  tally: InputTally,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await holdLine(gpio, request, tally, signal);
    await pause(retryMs, signal);
  }
}

async function holdLine(gpio: GpioPort, request: GpioInputRequest, tally: InputTally, signal: AbortSignal): Promise<void> {
  const { promise, resolve: end } = Promise.withResolvers<void>();
  let input: GpioInput | null = null;
  try {
    input = gpio.openInput(request, {
      onEdge: ({ isRising }) => tally.read(isRising),
      onLost: (fault) => {
        tally.lost(Fault.from(fault, 'gpio.lost', 'the line was lost').code);
        end();
      },
    });
    // Edges count from now on; how it stands already has no edge.
    tally.read(input.read()[0] ?? false);
    signal.addEventListener('abort', () => end(), { once: true });
    await promise;
  } catch (error) {
    tally.lost(Fault.from(error, 'gpio.lost', 'the line cannot be read').code);
  } finally {
    input?.close();
  }
}
