import { boardChannels } from '../../../config/board-channels.ts';
import type { BoardProfile } from './profile.ts';

export const juyingDam: BoardProfile = {
  board: '聚英电子 DAM series (DAM0200, DAM0404, DAM0808 …)',
  manual:
    '聚英电子《DAM 系列设备使用说明书》, 通讯指令: 05 at 0x0000 + channel; 闪开 10H at 0x0003 + 5 × channel, mode 4 and time in 100 ms; 光耦输入 02H at 0x0000',
  channels: boardChannels['juying-dam'],
  on: { write: 'coil', first: 0, stride: 1, values: [0xff00] },
  off: { write: 'coil', first: 0, stride: 1, values: [0x0000] },
  timed: { write: 'registers', first: 0x0003, stride: 5, values: [4, { time: { base: 0 } }], stepMs: 100, mostSteps: 0xffff },
  read: { from: 'coil', first: 0, stride: 1 },
  inputsFirst: 0,
};
