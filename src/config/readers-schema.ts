import { z } from 'zod';

const label = (zh: string, en: string, unit?: string) => ({ label: { zh, en }, ...(unit === undefined ? {} : { unit }) });

const hexBytes = (least: number, value: string, zh: string, en: string) =>
  z
    .string()
    .regex(new RegExp(`^([\\da-fA-F]{2}){${least},4}$`), `expected ${least} to 4 bytes in hexadecimal, such as "02"`)
    .default(value)
    .meta(label(zh, en));

/** Frames of a reader that speaks none of the known formats (`format` `custom`). */
const CardFrame = z.strictObject({
  start: hexBytes(1, '02', '帧头', 'Start of a frame'),
  end: hexBytes(0, '03', '帧尾', 'End of a frame'),
  /** Null: the byte behind the start says how long the whole frame is. */
  frameBytes: z
    .number()
    .int()
    .min(4)
    .max(48)
    .nullable()
    .default(null)
    .meta(label('帧长', 'Length of a frame', 'byte')),
  headBytes: z
    .number()
    .int()
    .min(0)
    .max(16)
    .default(1)
    .meta(label('卡号前的字节', 'Bytes before the number', 'byte')),
  check: z.enum(['xor', 'none']).default('xor').meta(label('校验', 'Check')),
  order: z.enum(['big', 'little']).default('big').meta(label('字节顺序', 'Order of bytes')),
});

export const CardReader = z.strictObject({
  driver: z.enum(['none', 'serial', 'wiegand']).default('none').meta(label('接法', 'How it is wired')),
  /** `serial`. */
  port: z.string().max(200).default('/dev/ttyUSB0').meta(label('串口', 'Serial port')),
  baudRate: z
    .number()
    .int()
    .min(1200)
    .max(115200)
    .default(9600)
    .meta(label('波特率', 'Baud rate', 'baud')),
  format: z
    .enum(['stx-binary', 'stx-hex', 'line-decimal', 'line-hex', 'custom'])
    .default('stx-binary')
    .meta(label('数据格式', 'Format')),
  /** Of a line. Null: any count from 4 to 20. */
  digits: z.number().int().min(4).max(20).nullable().default(null).meta(label('卡号位数', 'Digits of a line')),
  frame: CardFrame.prefault({}),
  /** How much of a card's number the reader passes on; Wiegand has 24 or 32 bits by its format. */
  keepBits: z.enum(['24', '32', '64']).default('32').meta(label('卡号取低位', 'Lowest bits of the number')),
  /** `wiegand`. */
  chip: z.string().max(200).default('/dev/gpiochip0').meta(label('GPIO 芯片', 'GPIO chip')),
  d0: z.number().int().min(0).max(1023).default(0).meta(label('D0 线路', 'Line of D0')),
  d1: z.number().int().min(0).max(1023).default(1).meta(label('D1 线路', 'Line of D1')),
  /** An optocoupler or transistor turns the level round. */
  isInverted: z.boolean().default(false).meta(label('电平反相', 'Level turned round')),
});

export const IdentityCard = z.strictObject({
  enabled: z.boolean().default(false).meta(label('启用身份证阅读器', 'Identity card reader')),
  port: z.string().max(200).default('/dev/ttyUSB1').meta(label('串口', 'Serial port')),
  baudRate: z
    .number()
    .int()
    .min(9600)
    .max(115200)
    .default(115200)
    .meta(label('波特率', 'Baud rate', 'baud')),
  /** A program: 1,024 bytes on its standard input, a picture on its standard output. */
  decoderFile: z.string().nullable().default(null).meta(label('照片解码程序', 'Decoder of photographs')),
});

const healthMark = (zh: string, en: string) => z.string().min(3).max(100).nullable().default(null).meta(label(zh, en));

const Qr = z.strictObject({
  enabled: z.boolean().default(false).meta(label('识别二维码', 'Read QR codes')),
  /** Ed25519, PEM. */
  publicKeyFile: z.string().nullable().default(null).meta(label('发码公钥文件', 'Public key of the issuing office')),
  place: z.string().max(60).default('').meta(label('本机地点', 'Place of this terminal')),
  use: z.enum(['once', 'untilExpiry']).default('once').meta(label('同一码可用', 'A code counts')),
  longestMinutes: z
    .number()
    .int()
    .min(1)
    .max(527_040)
    .default(1_440)
    .meta(label('最长有效期', 'Longest validity', 'min')),
  /** How health codes begin. Null: none is taken. */
  healthPrefix: z.string().min(4).max(200).nullable().default(null).meta(label('健康码前缀', 'How health codes begin')),
  /** By what colour a health code is let through. `any`: colours do not matter here. */
  healthAccepts: z.enum(['green', 'any']).default('green').meta(label('放行的健康码', 'Health codes that are accepted')),
  /** The piece of text that a code of this colour has, and no other. Null: it is never told. */
  healthGreen: healthMark('绿码标记', 'Mark of a green code'),
  healthYellow: healthMark('黄码标记', 'Mark of a yellow code'),
  healthRed: healthMark('红码标记', 'Mark of a red code'),
  /** Six digits of the administrative division, sent with health codes; 100000: the whole country. */
  cityCode: z
    .string()
    .regex(/^\d{6}$/, 'expected six digits')
    .default('100000')
    .meta(label('健康码行政区划', 'Division of health codes')),
});

/** Readers of cards and codes. */
export const Readers = z.strictObject({
  /** A card or code that is held there counts once, and again after being away for so long. */
  repeatMs: z
    .number()
    .int()
    .min(200)
    .max(60_000)
    .default(1_000)
    .meta(label('重复刷卡间隔', 'Repeat interval of cards', 'ms')),
  card: z.strictObject({ first: CardReader.prefault({}), second: CardReader.prefault({}) }).prefault({}),
  identityCard: IdentityCard.prefault({}),
  qr: Qr.prefault({}),
});
