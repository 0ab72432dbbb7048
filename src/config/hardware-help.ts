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
  'turnstile.frames.close': [
    '控制器自己关闸、又没有常开指令时才可留空；常开靠它结束。',
    'May be empty only where the controller closes by itself and there is no frame to stay open: this one ends that.',
  ],
  'turnstile.frames.hold': [
    '没有常开指令时留空，常开和消防放行就不起作用；填了就必须填关闸指令。',
    'Without one the gate cannot be held open, nor released in a fire; with one the frame to close is needed too.',
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
  'turnstile.gpio.chip': ['gpioinfo 会列出芯片和线路。', 'gpioinfo lists chips and lines.'],
  'turnstile.gpio.line': [
    '接闸机的线路编号，gpioinfo 会列出。',
    'Number of the line that the turnstile is wired to, as gpioinfo lists it.',
  ],
  'turnstile.gpio.activeLow': ['闸机在低电平时打开则选是。', 'Yes if the turnstile opens at the low level.'],
  'turnstile.gpio.drive': [
    '中间有光耦或晶体管时看它的接法，多为推挽。',
    'As the transistor in between wants it, mostly push-pull.',
  ],
  'turnstile.wiegand.chip': ['gpioinfo 会列出芯片和线路。', 'gpioinfo lists chips and lines.'],
  'turnstile.wiegand.d0': ['接控制器 D0（多为绿线）的线路编号。', 'The line wired to D0 of the controller, mostly green.'],
  'turnstile.wiegand.d1': ['接控制器 D1（多为白线）的线路编号。', 'The line wired to D1 of the controller, mostly white.'],
  'turnstile.wiegand.format': ['与控制器设置一致，多为 26 位。', 'As set on the controller, mostly 26.'],
  'turnstile.wiegand.activeLow': ['经晶体管反相时选否。', 'No where a transistor in between inverts it.'],
  'turnstile.wiegand.drive': ['按接线选择，多为推挽。', 'As the wiring wants it, mostly push-pull.'],
  'turnstile.wiegand.pulseUs': ['控制器读不到时调长。', 'Longer if the controller does not read.'],
  'turnstile.wiegand.spacingUs': ['控制器漏读时调长。', 'Longer if the controller loses bits.'],
  'turnstile.wiegand.manualNumber': [
    '在控制器里登记这个卡号，手动开闸才有效。',
    'Register this number with the controller, or opening by hand does nothing.',
  ],
  'inputs.chip': ['gpioinfo 会列出芯片和线路。', 'gpioinfo lists chips and lines.'],
  'inputs.bias': ['触点接地用上拉，接电源用下拉。', 'Pull-up for contacts to ground, pull-down for contacts to the supply.'],
  'inputs.debounceMs': ['状态稳定这么久才算数。', 'A change counts once it has stood so long.'],
  'inputs.passageSeconds': [
    '开闸后这么久没走过传感器，记为未通过。',
    'Who has not broken the beam by then is noted as not having passed.',
  ],
  'inputs.doorSeconds': [
    '门开着超过这么久就告警；常开和放行时不告警。',
    'A door open for longer raises an alarm, but not while the gate is held open.',
  ],
  'inputs.passage.source': ['有人挡住光束时为有效。', 'Active while somebody stands in the beam.'],
  'inputs.passage.line': [
    '线路编号，或继电器板第几个输入，从 0 数起。',
    'Number of the line, or which input of the board, counted from 0.',
  ],
  'inputs.passage.activeLow': [
    '有效时为低电平则选是；上拉接地的常开触点选是。',
    'Yes if active is the low level, as with a contact to ground that closes.',
  ],
  'inputs.door.source': ['门开着时为有效。', 'Active while the door is open.'],
  'inputs.door.line': [
    '线路编号，或继电器板第几个输入，从 0 数起。',
    'Number of the line, or which input of the board, counted from 0.',
  ],
  'inputs.door.activeLow': [
    '有效时为低电平则选是；上拉接地的常开触点选是。',
    'Yes if active is the low level, as with a contact to ground that closes.',
  ],
  'inputs.tamper.source': ['机壳打开时为有效。', 'Active while the case is open.'],
  'inputs.tamper.line': [
    '线路编号，或继电器板第几个输入，从 0 数起。',
    'Number of the line, or which input of the board, counted from 0.',
  ],
  'inputs.tamper.activeLow': [
    '有效时为低电平则选是；上拉接地的常开触点选是。',
    'Yes if active is the low level, as with a contact to ground that closes.',
  ],
  'inputs.button.source': ['按下时为有效；锁定期间不起作用。', 'Active while pressed; it does nothing during a lock-down.'],
  'inputs.button.line': [
    '线路编号，或继电器板第几个输入，从 0 数起。',
    'Number of the line, or which input of the board, counted from 0.',
  ],
  'inputs.button.activeLow': [
    '有效时为低电平则选是；上拉接地的常开触点选是。',
    'Yes if active is the low level, as with a contact to ground that closes.',
  ],
  'inputs.fire.source': [
    '火警时为有效，闸机立即放行；建议用常闭触点。',
    'Active during a fire alarm, which releases the gate at once; use a contact that is closed at rest.',
  ],
  'inputs.fire.line': [
    '线路编号，或继电器板第几个输入，从 0 数起。',
    'Number of the line, or which input of the board, counted from 0.',
  ],
  'inputs.fire.activeLow': [
    '有效时为低电平则选是；上拉接地的常开触点选是。',
    'Yes if active is the low level, as with a contact to ground that closes.',
  ],
};
