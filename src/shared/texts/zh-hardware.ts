/** Words about what is wired to the terminal. */
export const zhHardware = {
  'group.turnstile.frames': '指令帧',
  'choice.turnstile.driver.command-frames': '自定义串口指令',
  'choice.turnstile.board.generic': '标准线圈',
  'choice.turnstile.board.waveshare': '微雪 Modbus RTU Relay',
  'choice.turnstile.board.juying-dam': '聚英 DAM 系列',
  'choice.turnstile.board.eletechsup-r4': 'eletechsup R4 系列',
  'choice.turnstile.board.register': '每路一个寄存器',
} as const;
