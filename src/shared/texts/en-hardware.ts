import type { zhHardware } from './zh-hardware.ts';

/** Words about what is wired to the terminal. */
export const enHardware: Readonly<Record<keyof typeof zhHardware, string>> = {
  'group.turnstile.frames': 'Frames of bytes',
  'choice.turnstile.driver.command-frames': 'Own frames on a serial line',
  'choice.turnstile.board.generic': 'Coils by the standard',
  'choice.turnstile.board.waveshare': 'Waveshare Modbus RTU Relay',
  'choice.turnstile.board.juying-dam': 'Juying DAM series',
  'choice.turnstile.board.eletechsup-r4': 'eletechsup R4 series',
  'choice.turnstile.board.register': 'One register for each relay',
};
