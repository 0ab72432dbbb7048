import { boardChannels } from '../../../config/board-channels.ts';
import type { BoardProfile } from './profile.ts';

/** Whatever follows the standard: coils from 0 on. Timed writes are Waveshare's, which many makers copied. */
export const generic: BoardProfile = {
  board: 'Any board with coils by the standard',
  manual: 'MODBUS Application Protocol V1.1b3, 6.1, 6.2, 6.5; timed writes: Waveshare wiki “Modbus RTU Relay”, flash on',
  channels: boardChannels.generic,
  on: { write: 'coil', first: 0, stride: 1, values: [0xff00] },
  off: { write: 'coil', first: 0, stride: 1, values: [0x0000] },
  timed: { write: 'coil', first: 0x0200, stride: 1, values: [{ time: { base: 0 } }], stepMs: 100, mostSteps: 0x7fff },
  read: { from: 'coil', first: 0, stride: 1 },
  inputsFirst: 0,
};
