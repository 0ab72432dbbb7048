/** Help for the settings of readers, as `setting-help.ts`. */
const slotHelp: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  driver: [
    '读卡器怎样接到终端上；接 USB 的请设为虚拟串口模式，键盘模式不支持。',
    'How the reader is wired; set a USB one to its serial mode, keyboard mode is not supported.',
  ],
  port: ['读卡器接在哪个串口。', 'The serial port that the reader is wired to.'],
  baudRate: ['见读卡器说明书，多为 9600。', 'See its manual, mostly 9600.'],
  format: ['读卡器怎样发送卡号；都不符合时选自定义。', 'How the reader sends a number; custom where none fits.'],
  digits: [
    '每行固定的位数；填写后残缺的卡号不会被误认。',
    'Fixed count of digits; with it half a number is never taken for one.',
  ],
  'frame.start': ['十六进制，例如 02。', 'In hexadecimal, e.g. 02.'],
  'frame.end': ['十六进制；没有则留空。', 'In hexadecimal; empty where there is none.'],
  'frame.frameBytes': [
    '整帧字节数；留空表示帧头后的一个字节是帧长。',
    'Bytes of the whole frame; empty where the byte behind the start tells it.',
  ],
  'frame.headBytes': ['例如一个字节的卡类型。', 'For instance one byte for the kind of card.'],
  'frame.check': ['帧头之后、校验字节之前的异或值。', 'XOR of what stands between start and check.'],
  'frame.order': ['高位在前或低位在前。', 'Highest or lowest byte first.'],
  keepBits: ['与登记的卡号一致即可；一般为 32。', 'As the numbers are registered; mostly 32.'],
  chip: ['见 gpiodetect。', 'See gpiodetect.'],
  d0: ['绿线，见 gpioinfo。', 'The green wire; see gpioinfo.'],
  d1: ['白线，见 gpioinfo。', 'The white wire; see gpioinfo.'],
  isInverted: ['中间接了光耦或三极管时打开。', 'On where an optocoupler or transistor stands in between.'],
};

export const readersHelp: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  'readers.repeatMs': ['卡一直放着只算一次。', 'A card that stays there counts once.'],
  'readers.identityCard.enabled': ['带 SAM 模块的身份证阅读器。', 'A reader with a security module (SAM).'],
  'readers.identityCard.port': ['阅读器接在哪个串口。', 'The serial port that the reader is wired to.'],
  'readers.identityCard.baudRate': ['多为 115200。', 'Mostly 115200.'],
  'readers.identityCard.decoderFile': [
    '厂家授权的照片解码程序；没有则只用文字。',
    'The licensed decoder of the maker; without it only the text is used.',
  ],
  'readers.qr.enabled': ['在可见光画面里找二维码。', 'Looks for QR codes in the visible picture.'],
  'readers.qr.publicKeyFile': ['发码单位的 Ed25519 公钥（PEM）。', 'Ed25519 public key (PEM) of the office that issues codes.'],
  'readers.qr.place': ['与发码时写入的地点一字不差。', 'Exactly as written into the codes.'],
  'readers.qr.use': ['只用一次可防止转发。', 'Once keeps a code from being passed on.'],
  'readers.qr.longestMinutes': ['有效期更长的码不予承认。', 'A code that is valid for longer is not believed.'],
  'readers.qr.healthPrefix': [
    '以此开头的码作为健康码转给平台。',
    'Codes that begin like this are passed to the platform as health codes.',
  ],
  'readers.qr.healthAccepts': [
    '仅绿码：红码、黄码和看不出颜色的码都不放行。',
    'Green only: red and yellow codes, and those whose colour cannot be told, do not open.',
  ],
  'readers.qr.healthGreen': [
    '绿码内容中特有的一段文字，例如 color=green；由当地健康码确定。',
    'The piece of text that only green codes have, as color=green; the place’s health code decides.',
  ],
  'readers.qr.healthYellow': ['黄码内容中特有的一段文字。', 'The piece of text that only yellow codes have.'],
  'readers.qr.healthRed': ['红码内容中特有的一段文字。', 'The piece of text that only red codes have.'],
  'readers.qr.cityCode': ['随健康码上报的行政区划代码。', 'Division that is reported with health codes.'],
  ...Object.fromEntries(
    ['first', 'second'].flatMap((slot) => Object.entries(slotHelp).map(([key, help]) => [`readers.card.${slot}.${key}`, help])),
  ),
};
