import { boardChannels } from './board-channels.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { Config } from './schema.ts';

/** Timed writes go to 0x0200 + coil, and the next block of addresses begins at 0x0300. */
const LAST_FLASH_COIL = 0xff;
const serialDrivers: readonly string[] = ['modbus-rtu', 'command-frames'];

/** Keys of the turnstile that are right by themselves but not together. */
export function turnstileProblems(turnstile: Config['turnstile']): ConfigProblem[] {
  const { driver, port, pulse, coil, board, onValue, offValue } = turnstile;
  const problems: ConfigProblem[] = [];
  const channels = boardChannels[board];
  if (serialDrivers.includes(driver) && port.trim() === '') {
    problems.push({ key: 'turnstile.port', what: `is needed when "turnstile.driver" is "${driver}"`, code: 'needed' });
  }
  if (driver === 'modbus-rtu' && coil >= channels) {
    const last = String(channels - 1);
    problems.push({
      key: 'turnstile.coil',
      what: `must be 0 to ${last}: "turnstile.board" is "${board}", which has ${String(channels)} channels`,
    });
  } else if (pulse === 'flash-on' && board === 'register') {
    problems.push({ key: 'turnstile.pulse', what: '"flash-on" needs a board whose timer is known: set "turnstile.board"' });
  } else if (pulse === 'flash-on' && coil > LAST_FLASH_COIL) {
    problems.push({ key: 'turnstile.coil', what: `"flash-on" reaches coils 0 to ${String(LAST_FLASH_COIL)}` });
  }
  if (board === 'register' && onValue === offValue) {
    problems.push({ key: 'turnstile.offValue', what: 'must differ from "turnstile.onValue"' });
  }
  return driver === 'command-frames' ? [...problems, ...frameProblems(turnstile.frames)] : problems;
}

function frameProblems({ open, close, hold, poll, pollReply }: Config['turnstile']['frames']): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  if (open.trim() === '') {
    problems.push({
      key: 'turnstile.frames.open',
      what: 'is needed when "turnstile.driver" is "command-frames"',
      code: 'needed',
    });
  }
  if (hold.trim() !== '' && close.trim() === '') {
    problems.push({
      key: 'turnstile.frames.close',
      what: 'is needed where "turnstile.frames.hold" is set: nothing else would shut the gate again; enter it, or empty "turnstile.frames.hold"',
      code: 'needed',
    });
  }
  if (pollReply.trim() !== '' && poll.trim() === '') {
    problems.push({ key: 'turnstile.frames.poll', what: 'is needed where there is a reply to it', code: 'needed' });
  }
  return problems;
}
