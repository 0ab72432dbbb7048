/** Help for the settings of what is wired to the terminal; `settingHelp` takes them up. */
export const hardwareHelp: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'turnstile.board': [
    '印在继电器板上；不认识的板选“标准线圈”或“每路一个寄存器”。',
    'Printed on the board; for an unknown one choose coils by the standard, or one register for each relay.',
  ],
  'turnstile.onValue': ['只用于“每路一个寄存器”的板。', 'Only for boards with one register for each relay.'],
  'turnstile.offValue': ['只用于“每路一个寄存器”的板。', 'Only for boards with one register for each relay.'],
  'turnstile.frames.open': [
    '照控制器说明书填十六进制，包括校验，例如 AA 55 01 00。',
    'From the manual of the controller in hexadecimal, checksum included, e.g. AA 55 01 00.',
  ],
  'turnstile.frames.close': ['控制器自己关闸时留空。', 'Empty where the controller closes by itself.'],
  'turnstile.frames.hold': [
    '没有常开指令时留空，常开和消防放行就不起作用。',
    'Without one the gate cannot be held open, nor released in a fire.',
  ],
  'turnstile.frames.poll': [
    '每秒发送一次；没有时留空，断线只在开闸时发现。',
    'Sent once a second; without one a lost controller shows only when opening.',
  ],
  'turnstile.frames.reply': [
    '问号代表任意一位，例如 AA 55 8? ??；留空则发出即算开闸。',
    'A question mark is any digit, e.g. AA 55 8? ??; without one an order that was sent counts as carried out.',
  ],
  'turnstile.frames.pollReply': [
    '问号代表任意一位；留空则不等应答。',
    'A question mark is any digit; empty: no answer is waited for.',
  ],
  'turnstile.frames.replyMs': ['超过这个时间没有应答就算不确定。', 'Without an answer by then the fate of the order is unknown.'],
};
