import { boardChannels } from '../../../config/board-channels.ts';
import type { BoardProfile } from './profile.ts';

export const waveshare: BoardProfile = {
  board: 'Waveshare Modbus RTU Relay (4, 8, 16, 32 channels; also the ones with digital inputs)',
  manual: 'Waveshare wiki “Modbus RTU Relay”, Development Protocol V2: 0x0000 relays, 0x0200 flash on, value in 100 ms',
  channels: boardChannels.waveshare,
  on: { write: 'coil', first: 0, stride: 1, values: [0xff00] },
  off: { write: 'coil', first: 0, stride: 1, values: [0x0000] },
  timed: { write: 'coil', first: 0x0200, stride: 1, values: [{ time: { base: 0 } }], stepMs: 100, mostSteps: 0x7fff },
  read: { from: 'coil', first: 0, stride: 1 },
  inputsFirst: 0,
};
