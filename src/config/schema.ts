import { z } from 'zod';
import { opensWithChoices } from '../shared/opens-with.ts';
import { CardReader, IdentityCard, Readers } from './readers-schema.ts';

/**
 * The one schema of the configuration: types, defaults, bounds, labels of the admin screen and the README's table all
 * come from here. Keys are a contract: later versions add, never rename.
 */
const label = (zh: string, en: string, unit?: string) => ({ label: { zh, en }, ...(unit === undefined ? {} : { unit }) });

/** An address as `host:port`. */
const HostPort = z.string().regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, 'expected host:port');

const Device = z.strictObject({
  sn: z.string().max(64).default('').meta(label('设备序列号', 'Serial number')),
  direction: z.enum(['in', 'out']).default('in').meta(label('通行方向', 'Direction of the lane')),
  siteName: z.string().max(40).default('').meta(label('工地名称', 'Site name')),
  language: z.enum(['zh', 'en']).default('zh').meta(label('语言', 'Language')),
  maskNames: z.boolean().default(false).meta(label('屏幕上隐去姓名中间的字', 'Mask the given name on the screen')),
});

const Zhejiang = z.strictObject({
  tcp: HostPort.or(z.literal('')).default('').meta(label('TCP 地址', 'TCP address')),
  http: z
    .union([z.url({ protocol: /^https?$/ }), z.literal('')])
    .default('')
    .meta(label('HTTP 地址', 'HTTP address')),
  accessId: z.string().default('').meta(label('访问 ID', 'Access id')),
  accessKey: z.string().default('').meta(label('访问 Key', 'Access key')),
  accessSecret: z.string().default('').meta(label('访问密钥', 'Access secret')),
  heartbeatSeconds: z
    .number()
    .int()
    .min(1)
    .max(50)
    .default(20)
    .meta(label('心跳间隔', 'Heartbeat interval', 's')),
  verifyReplies: z.enum(['require', 'warn', 'off']).default('require').meta(label('校验应答签名', 'Verify reply signatures')),
  privateKeyFile: z.string().nullable().default(null).meta(label('应答解密私钥文件', 'Private key file for encrypted replies')),
  caFile: z.string().nullable().default(null).meta(label('自有 CA 证书文件', 'Own CA certificate file')),
  paramForm: z.enum(['text', 'asPrinted']).default('text').meta(label('HTTP 参数形式', 'Form of param over HTTP')),
  signedMembers: z.enum(['table', 'sorted']).default('table').meta(label('签名成员顺序', 'Order of signed members')),
  protoFile: z.string().nullable().default(null).meta(label('自有 .proto 文件', 'Own .proto file')),
  pageSize: z.number().int().min(1).max(500).default(50).meta(label('每页人数', 'People per page')),
  utcOffsetMinutes: z
    .number()
    .int()
    .min(-720)
    .max(840)
    .default(480)
    .meta(label('平台时区', 'Time zone of the platform', 'min')),
});

const Sichuan = z.strictObject({
  baseUrl: z
    .union([z.url({ protocol: /^https?$/ }), z.literal('')])
    .default('')
    .meta(label('接口地址', 'Base address')),
  secret: z.string().default('').meta(label('设备密钥', 'Device secret')),
  sm4Key: z.string().nullable().default(null).meta(label('SM4 密钥', 'SM4 key')),
  sm4Iv: z.string().nullable().default(null).meta(label('SM4 初始向量', 'SM4 IV')),
  sm4Encoding: z.enum(['base64', 'hex']).default('base64').meta(label('SM4 密文编码', 'SM4 ciphertext encoding')),
  timestamp: z.enum(['seconds', 'yyyyMMddHHmmss']).default('seconds').meta(label('时间戳格式', 'Timestamp form')),
  heartbeatSeconds: z
    .number()
    .int()
    .min(60)
    .max(600)
    .default(300)
    .meta(label('心跳间隔', 'Heartbeat interval', 's')),
  caFile: z.string().nullable().default(null).meta(label('自有 CA 证书文件', 'Own CA certificate file')),
  upperCaseSign: z.boolean().default(false).meta(label('签名用大写', 'Signature in upper case')),
  signPlaintext: z.boolean().default(false).meta(label('对加密前的内容签名', 'Sign values before encryption')),
  bareLongTerm: z.boolean().default(false).meta(label('长期证件有效期只写“长期”', 'Open-ended validity as 长期 alone')),
  replyMegabytes: z
    .number()
    .int()
    .min(1)
    .max(1024)
    .default(256)
    .meta(label('下发数据上限', 'Longest task data', 'MB')),
  utcOffsetMinutes: z
    .number()
    .int()
    .min(-720)
    .max(840)
    .default(480)
    .meta(label('平台时区', 'Time zone of the platform', 'min')),
});

const Platform = z.strictObject({
  protocol: z.enum(['zhejiang', 'sichuan', 'none']).default('none').meta(label('平台协议', 'Platform protocol')),
  zhejiang: Zhejiang.prefault({}),
  sichuan: Sichuan.prefault({}),
});

const Cameras = z.strictObject({
  visible: z.string().default('Front camera').meta(label('可见光摄像头', 'Visible camera')),
  infrared: z.string().nullable().default('IR camera').meta(label('红外摄像头', 'Infrared camera')),
  replay: z
    .string()
    .regex(/\.(y4m|mjpeg)$/i, 'expected a .y4m or .mjpeg file')
    .nullable()
    .default(null)
    .meta(label('回放文件', 'Replay file')),
  replayLayout: z
    .enum(['visible', 'visible-infrared', 'two-lanes', 'two-lanes-infrared'])
    .default('visible')
    .meta(label('回放画面布局', 'Layout of the replay')),
});

/** Bytes in hexadecimal as manuals print them; empty: there is none. */
const hex = (zh: string, en: string) =>
  z
    .string()
    .regex(/^(\s*[\da-fA-F]{2})*\s*$/, 'expected bytes in hexadecimal, such as "AA 55 01"')
    .max(200)
    .default('')
    .meta(label(zh, en));
/** The same with `?` for a digit that may be anything. */
const hexPattern = (zh: string, en: string) =>
  z
    .string()
    .regex(/^(\s*[\da-fA-F?]{2})*\s*$/, 'expected bytes in hexadecimal with ? for any digit, such as "AA ?? 01"')
    .max(200)
    .default('')
    .meta(label(zh, en));

/** What a controller with plain frames of bytes is told (driver `command-frames`). */
const CommandFrames = z.strictObject({
  open: hex('开闸指令', 'Frame to open'),
  /** Sent when the pulse ends, and first thing after connecting. */
  close: hex('关闸指令', 'Frame to close'),
  hold: hex('常开指令', 'Frame to stay open'),
  /** Sent once a second to see that the controller is there. */
  poll: hex('查询指令', 'Frame to ask whether it is there'),
  /** Without one, an order that left the terminal counts as carried out. */
  reply: hexPattern('应答格式', 'Reply to open, close and stay open'),
  pollReply: hexPattern('查询应答格式', 'Reply to asking'),
  replyMs: z
    .number()
    .int()
    .min(20)
    .max(2_000)
    .default(300)
    .meta(label('应答时限', 'Time for a reply', 'ms')),
});

const chip = () =>
  z
    .string()
    .regex(/^\/dev\/\S+$/, 'expected a path below /dev')
    .default('/dev/gpiochip0')
    .meta(label('GPIO 芯片', 'GPIO chip'));
const line = (zh: string, en: string, otherwise = 0) => z.number().int().min(0).max(1023).default(otherwise).meta(label(zh, en));
const drive = () => z.enum(['pushPull', 'openDrain', 'openSource']).default('pushPull').meta(label('输出方式', 'Kind of output'));

/** A digital output of the terminal (driver `gpio`). */
const OutputLine = z.strictObject({
  chip: chip(),
  line: line('输出线路', 'Output line'),
  activeLow: z.boolean().default(false).meta(label('低电平有效', 'Active when low')),
  drive: drive(),
});

/** A controller that takes card numbers (driver `wiegand`). */
const WiegandLines = z.strictObject({
  chip: chip(),
  d0: line('D0 线路', 'Line of D0'),
  d1: line('D1 线路', 'Line of D1', 1),
  format: z.enum(['26', '34']).default('26').meta(label('韦根位数', 'Bits of a frame')),
  activeLow: z.boolean().default(true).meta(label('低电平有效', 'Active when low')),
  drive: drive(),
  pulseUs: z
    .number()
    .int()
    .min(20)
    .max(1_000)
    .default(50)
    .meta(label('脉冲宽度', 'Length of a pulse', 'µs')),
  spacingUs: z
    .number()
    .int()
    .min(200)
    .max(20_000)
    .default(2_000)
    .meta(label('脉冲间隔', 'From pulse to pulse', 'µs')),
  /** Sent when a person opens by hand. */
  manualNumber: z.number().int().min(0).max(16_777_215).default(1).meta(label('手动开闸卡号', 'Number for opening by hand')),
});

const Turnstile = z.strictObject({
  driver: z
    .enum(['none', 'modbus-rtu', 'command-frames', 'gpio', 'wiegand'])
    .default('none')
    .meta(label('闸机驱动', 'Turnstile driver')),
  port: z.string().default('/dev/ttyS1').meta(label('串口', 'Serial port')),
  baudRate: z
    .number()
    .int()
    .min(1200)
    .max(115200)
    .default(9600)
    .meta(label('波特率', 'Baud rate', 'baud')),
  unit: z.number().int().min(1).max(247).default(1).meta(label('Modbus 站号', 'Modbus unit')),
  coil: z.number().int().min(0).max(65535).default(0).meta(label('继电器线圈', 'Relay coil')),
  pulseMs: z
    .number()
    .int()
    .min(50)
    .max(10_000)
    .default(500)
    .meta(label('开闸脉冲', 'Opening pulse', 'ms')),
  /** `coil`: on, then off. `flash-on`: the board's own timed write, in its own steps (100 ms on most boards). */
  pulse: z.enum(['coil', 'flash-on']).default('coil').meta(label('脉冲方式', 'Pulse method')),
  /** Whose commands the board understands; `register`: one holding register for each relay, at `coil`. */
  board: z
    .enum(['generic', 'waveshare', 'juying-dam', 'eletechsup-r4', 'register'])
    .default('generic')
    .meta(label('继电器板型号', 'Make of the relay board')),
  onValue: z.number().int().min(0).max(65535).default(1).meta(label('寄存器吸合值', 'Register value for on')),
  offValue: z.number().int().min(0).max(65535).default(0).meta(label('寄存器断开值', 'Register value for off')),
  frames: CommandFrames.prefault({}),
  gpio: OutputLine.prefault({}),
  wiegand: WiegandLines.prefault({}),
});

/** One contact that is wired to the terminal, or to the turnstile's board. */
const Input = z.strictObject({
  source: z.enum(['none', 'gpio', 'modbus']).default('none').meta(label('接在哪里', 'Wired to')),
  line: line('线路', 'Line'),
  activeLow: z.boolean().default(false).meta(label('低电平有效', 'Active when low')),
});

const Inputs = z.strictObject({
  chip: chip(),
  bias: z.enum(['asIs', 'disabled', 'pullUp', 'pullDown']).default('pullUp').meta(label('内部电阻', 'Resistor of the chip')),
  debounceMs: z
    .number()
    .int()
    .min(0)
    .max(1_000)
    .default(30)
    .meta(label('消抖时间', 'Debounce time', 'ms')),
  passageSeconds: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(8)
    .meta(label('通过时限', 'Time to walk through', 's')),
  doorSeconds: z
    .number()
    .int()
    .min(3)
    .max(600)
    .default(20)
    .meta(label('门未关告警', 'Door open until the alarm', 's')),
  passage: Input.prefault({}),
  door: Input.prefault({}),
  tamper: Input.prefault({}),
  button: Input.prefault({}),
  fire: Input.prefault({}),
});

const Recognition = z.strictObject({
  threshold: z.number().min(0.2).max(0.95).nullable().default(null).meta(label('识别阈值', 'Recognition threshold')),
  repeatSeconds: z
    .number()
    .int()
    .min(0)
    .max(3600)
    .default(10)
    .meta(label('重复打卡间隔', 'Repeat interval', 's')),
  /** Off: what was learnt before is erased. */
  learnAtGate: z.boolean().default(false).meta(label('通行时学习人脸', 'Learn faces at the gate')),
  learnMost: z
    .number()
    .int()
    .min(1)
    .max(3)
    .default(2)
    .meta(label('每人最多学习的模板数', 'Learnt templates of one worker at most')),
});

const Attendance = z.strictObject({
  opensWith: z.enum(opensWithChoices).default('face').meta(label('开闸方式', 'What opens the gate')),
  /** Of card and face: for the second one. */
  waitSeconds: z
    .number()
    .int()
    .min(3)
    .max(60)
    .default(10)
    .meta(label('组合验证时限', 'Time to show the rest', 's')),
});

const Liveness = z.strictObject({
  mode: z.enum(['auto', 'infrared', 'challenge', 'off']).default('auto').meta(label('活体检测', 'Liveness')),
  /** With an infrared camera: whom both cameras cannot tell, but light or shape speaks for, may turn or nod. */
  askWhenUnsure: z.boolean().default(true).meta(label('双目无法判断时请求动作', 'Ask for a move when the cameras cannot tell')),
  baselineMm: z
    .number()
    .min(-500)
    .max(500)
    .default(40)
    .meta(label('双目间距', 'Distance between the lenses', 'mm')),
  /** So many attacks within so many minutes raise an alarm. */
  alarmAttacks: z.number().int().min(1).max(100).default(3).meta(label('攻击告警次数', 'Attacks until the alarm')),
  alarmMinutes: z
    .number()
    .int()
    .min(1)
    .max(1440)
    .default(10)
    .meta(label('攻击告警时段', 'Attacks counted within', 'min')),
});

const phrase = (text: string, zh: string, en: string) =>
  z
    .string()
    .max(80)
    .regex(/^([^{}]|\{(name|direction|greeting)\})*$/, 'may hold {name}, {direction} and {greeting}, and no other braces')
    .default(text)
    .meta(label(zh, en));

const Speech = z.strictObject({
  enabled: z.boolean().default(true).meta(label('语音播报', 'Voice')),
  volume: z.number().min(0).max(1).default(0.8).meta(label('音量', 'Volume')),
  /** Templates; `{name}`, `{direction}` (进场, 出场) and `{greeting}` (by time of day) are filled in. */
  phrases: z
    .strictObject({
      admitted: phrase('{name}，{direction}成功', '通行成功', 'Admitted'),
      alreadyIn: phrase('请通过', '重复打卡', 'Already in'),
      unknown: phrase('未识别', '未识别', 'Not recognised'),
      barred: phrase('禁止进场', '禁止进场', 'Barred'),
      attack: phrase('请本人打卡', '请本人打卡', 'In person, please'),
      notAnswering: phrase('已记录，请联系管理员', '闸机无响应', 'Gate not answering'),
      cardUnknown: phrase('卡未登记', '卡未登记', 'Card not known'),
      codeRefused: phrase('二维码无效', '二维码无效', 'Code not valid'),
      healthRefused: phrase('健康码未通过，请联系管理员', '健康码未通过', 'Health code not accepted'),
      notHolder: phrase('请本人持证', '人证不符', 'Not the holder'),
      incomplete: phrase('验证未完成', '验证未完成', 'Not all was shown'),
      wantFace: phrase('请正对屏幕', '请正对屏幕', 'Show your face'),
      wantCard: phrase('请刷卡', '请刷卡', 'Present your card'),
      wantIdCard: phrase('请刷身份证', '请刷身份证', 'Present your identity card'),
      wantCode: phrase('请出示二维码', '请出示二维码', 'Show your code'),
      holdStill: phrase('请看镜头，不要动', '请看镜头', 'Look here, hold still'),
      blink: phrase('请眨眼', '请眨眼', 'Blink'),
      turnLeft: phrase('请向左转头', '请向左转头', 'Turn left'),
      turnRight: phrase('请向右转头', '请向右转头', 'Turn right'),
      nod: phrase('请点头', '请点头', 'Nod'),
      comeCloser: phrase('请靠近一点', '请靠近', 'Come closer'),
    })
    .prefault({}),
  /** Readings that the dictionary misses: surname → pinyin with tone number, e.g. `{ "黑": "he4" }`. */
  surnames: z.record(z.string(), z.string()).default({}).meta(label('姓氏读音', 'Readings of surnames')),
});

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time as 01:30');

const Update = z.strictObject({
  publicKeyFile: z.string().nullable().default(null).meta(label('升级公钥文件', 'Public key file for updates')),
  channel: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'expected a word in small letters')
    .default('stable')
    .meta(label('升级渠道', 'Update channel')),
  /** When the platform's orders are carried out; a person at the terminal chooses himself. */
  when: z.enum(['atOnce', 'quietHours']).default('quietHours').meta(label('升级时间', 'When to update')),
  /** Local time; the hours may pass midnight. */
  quietFrom: TimeOfDay.default('01:00').meta(label('空闲时段开始', 'Quiet hours from')),
  quietTo: TimeOfDay.default('04:30').meta(label('空闲时段结束', 'Quiet hours to')),
  /** A new version that has not been well within this is taken back. */
  healthMinutes: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(10)
    .meta(label('新版本观察时限', 'Time for a new version to be well', 'min')),
  /** So long without a break it must be well. */
  steadySeconds: z
    .number()
    .int()
    .min(1)
    .max(1800)
    .default(150)
    .meta(label('新版本须持续正常', 'A new version must be well for', 's')),
  mostKilobytesPerSecond: z
    .number()
    .int()
    .min(8)
    .max(1_000_000)
    .default(1_000)
    .meta(label('下载限速', 'Download at most', 'KB/s')),
  proxy: z
    .union([z.url({ protocol: /^https?$/ }), z.null()])
    .default(null)
    .meta(label('下载代理', 'Proxy for downloads')),
});

const Admin = z.strictObject({
  /** argon2id in PHC form. */
  pinHash: z.string().startsWith('$argon2id$').nullable().default(null).meta(label('管理密码', 'Admin PIN')),
});

const Storage = z.strictObject({
  punchDays: z
    .number()
    .int()
    .min(30)
    .max(3650)
    .default(365)
    .meta(label('打卡记录保存', 'Keep punches for', 'd')),
  refusalDays: z
    .number()
    .int()
    .min(1)
    .max(365)
    .default(30)
    .meta(label('拒绝记录保存', 'Keep refusals for', 'd')),
  refusalMost: z.number().int().min(100).max(100_000).default(5_000).meta(label('拒绝记录上限', 'Refusals at most')),
  leastFreeMb: z
    .number()
    .int()
    .min(16)
    .max(100_000)
    .default(64)
    .meta(label('最小剩余空间', 'Least free space', 'MB')),
});

const Network = z.strictObject({
  proxy: z
    .union([
      z.url({ protocol: /^https?$/ }).refine((text) => new URL(text).username === '', 'the user has a setting of his own'),
      z.null(),
    ])
    .default(null)
    .meta(label('网络代理', 'Network proxy')),
  proxyUser: z.string().max(128).default('').meta(label('代理用户名', 'User at the proxy')),
  proxyPassword: z.string().max(128).default('').meta(label('代理密码', 'Password at the proxy')),
  noProxy: z.string().max(512).default('').meta(label('不经代理的主机', 'Hosts reached without the proxy')),
});

const Remote = z.strictObject({
  enabled: z.boolean().default(false).meta(label('允许从局域网查看', 'Look from the local network')),
  port: z.number().int().min(1024).max(65_535).default(8443).meta(label('网络查看端口', 'Port of the look from the network')),
  mayChange: z.boolean().default(false).meta(label('允许从局域网更改', 'Changes from the local network')),
});

/** What the second lane has of its own; everything else both lanes share. The keys outside are the first lane's. */
const SecondLane = z.strictObject({
  enabled: z.boolean().default(false).meta(label('启用2号通道', 'Second lane')),
  direction: z.enum(['in', 'out']).default('out').meta(label('通行方向', 'Direction of the lane')),
  cameras: z
    .strictObject({
      visible: z.string().default('').meta(label('可见光摄像头', 'Visible camera')),
      infrared: z.string().nullable().default(null).meta(label('红外摄像头', 'Infrared camera')),
    })
    .prefault({}),
  baselineMm: z
    .number()
    .min(-500)
    .max(500)
    .default(40)
    .meta(label('双目间距', 'Distance between the lenses', 'mm')),
  turnstile: Turnstile.prefault({}),
  inputs: Inputs.prefault({}),
  readers: z.strictObject({ card: CardReader.prefault({}), identityCard: IdentityCard.prefault({}) }).prefault({}),
});

const Lanes = z.strictObject({ second: SecondLane.prefault({}) });

export const Config = z.strictObject({
  device: Device.prefault({}),
  platform: Platform.prefault({}),
  cameras: Cameras.prefault({}),
  turnstile: Turnstile.prefault({}),
  readers: Readers.prefault({}),
  inputs: Inputs.prefault({}),
  attendance: Attendance.prefault({}),
  recognition: Recognition.prefault({}),
  liveness: Liveness.prefault({}),
  speech: Speech.prefault({}),
  update: Update.prefault({}),
  admin: Admin.prefault({}),
  storage: Storage.prefault({}),
  network: Network.prefault({}),
  remote: Remote.prefault({}),
  lanes: Lanes.prefault({}),
});

/** The whole configuration with every default filled in. */
export type Config = z.infer<typeof Config>;
