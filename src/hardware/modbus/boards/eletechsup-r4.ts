import { boardChannels } from '../../../config/board-channels.ts';
import type { BoardProfile } from './profile.ts';

export const eletechsupR4: BoardProfile = {
  board: 'eletechsup R421A08, R421B16 and others of the R4 series',
  manual:
    'eletechsup “R421A08 MODBUS RTU commands”: 06 at the channel from 1 on, 0x0100 open, 0x0200 close, 0x06nn delay of nn seconds; 03 reads 1 for on',
  channels: boardChannels['eletechsup-r4'],
  on: { write: 'register', first: 1, stride: 1, values: [0x0100] },
  off: { write: 'register', first: 1, stride: 1, values: [0x0200] },
  timed: { write: 'register', first: 1, stride: 1, values: [{ time: { base: 0x0600 } }], stepMs: 1_000, mostSteps: 0xff },
  read: { from: 'register', first: 1, stride: 1, on: 1 },
  inputsFirst: null,
};
