import type { ConfigProblem } from './config-problem.ts';
import { inputNames } from '../shared/input-name.ts';
import type { Config } from './schema.ts';

/** Keys of inputs and lines that are right by themselves but not together. */
export function inputProblems({ inputs, turnstile, readers }: Config): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const used = new Map<string, string>();
  const take = (key: string, place: string): void => {
    const other = used.get(place);
    if (other !== undefined) problems.push({ key, what: `is the same line as "${other}"` });
    else used.set(place, key);
  };
  if (turnstile.driver === 'gpio') take('turnstile.gpio.line', `${turnstile.gpio.chip} ${String(turnstile.gpio.line)}`);
  if (turnstile.driver === 'wiegand') {
    take('turnstile.wiegand.d0', `${turnstile.wiegand.chip} ${String(turnstile.wiegand.d0)}`);
    take('turnstile.wiegand.d1', `${turnstile.wiegand.chip} ${String(turnstile.wiegand.d1)}`);
  }
  for (const slot of ['first', 'second'] as const) {
    const { driver, chip, d0, d1 } = readers.card[slot];
    if (driver !== 'wiegand') continue;
    take(`readers.card.${slot}.d0`, `${chip} ${String(d0)}`);
    // That both are one line is said of the reader itself.
    if (d1 !== d0) take(`readers.card.${slot}.d1`, `${chip} ${String(d1)}`);
  }
  for (const name of inputNames) {
    const { source, line } = inputs[name];
    if (source === 'none') continue;
    take(`inputs.${name}.line`, `${source === 'gpio' ? inputs.chip : 'modbus'} ${String(line)}`);
    if (source === 'modbus' && !hasBoardInputs(turnstile)) {
      problems.push({ key: `inputs.${name}.source`, what: '"modbus" needs a relay board with inputs' });
    }
    if (source === 'modbus' && line > mostBoardLine) {
      problems.push({ key: `inputs.${name}.line`, what: `a board's inputs are 0 to ${String(mostBoardLine)}` });
    }
  }
  if (inputs.fire.source !== 'none' && !canHold(turnstile)) {
    problems.push({
      key: 'inputs.fire.source',
      what: 'the configured turnstile cannot be kept open, so a fire would not release it',
    });
  }
  return problems;
}

/** Read in one request. */
const mostBoardLine = 63;

const hasBoardInputs = ({ driver, board }: Config['turnstile']): boolean => driver === 'modbus-rtu' && board !== 'eletechsup-r4';

/** Whether this turnstile can be kept open. */
export const canHold = ({ driver, frames }: Config['turnstile']): boolean =>
  driver === 'modbus-rtu' || driver === 'gpio' || (driver === 'command-frames' && frames.hold.trim() !== '');
