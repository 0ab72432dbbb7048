import { boardChannels } from '../../../config/board-channels.ts';
import type { Config } from '../../../config/schema.ts';
import { eletechsupR4 } from './eletechsup-r4.ts';
import { generic } from './generic.ts';
import { juyingDam } from './juying-dam.ts';
import type { BoardProfile } from './profile.ts';
import { waveshare } from './waveshare.ts';

type KnownBoard = Exclude<Config['turnstile']['board'], 'register'>;

/** Every board that can be named in the configuration. */
export const boards: Readonly<Record<KnownBoard, BoardProfile>> = {
  generic,
  waveshare,
  'juying-dam': juyingDam,
  'eletechsup-r4': eletechsupR4,
};

/** The profile of the configured board; `register` is spelt out in the configuration. */
export function profileOf({ board, onValue, offValue }: Config['turnstile']): BoardProfile {
  if (board !== 'register') return boards[board];
  return {
    board: 'A board with one holding register for each relay',
    manual: 'the configuration: turnstile.coil, onValue, offValue; MODBUS Application Protocol V1.1b3, 6.3, 6.6',
    channels: boardChannels.register,
    on: { write: 'register', first: 0, stride: 1, values: [onValue] },
    off: { write: 'register', first: 0, stride: 1, values: [offValue] },
    timed: null,
    read: { from: 'register', first: 0, stride: 1, on: onValue },
    inputsFirst: 0,
  };
}
