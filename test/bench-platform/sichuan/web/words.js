export const METHODS = ['Online', 'GetTaskData', 'RetResult', 'UploadData', 'RegistData'];
export const USER_TYPES = { 1: '采集劳务人员', 2: '采集岗位人员' };
export const DEL_TYPES = { 1: '离职', 2: '禁入人员', 3: '红码、黄码人员' };
export const CERTIFICATES = [['valid', '正常'], ['expired', '已过期'], ['otherName', '其他域名'], ['selfSigned', '自签名'], ['otherCa', '其他 CA']]; // prettier-ignore

const RESULTS = [[-1, '-1 序列号'], [-2, '-2 签名'], [-3, '-3 失效'], [-4, '-4 频繁'], [-99, '-99 异常'], [-77, '-77 未知']]; // prettier-ignore
const choice = (member, values) => ({ member, values });
const number = (member, values) => ({ member, values, isNumber: true });
const MIB = 1024 * 1024;

/** The misbehaviours by where they strike; `what` is what the platform is told. */
export const KINDS = [
  {
    title: '连接与收发',
    kinds: [
      { zh: '断开，不收', en: 'cuts the connection, takes nothing', what: { kind: 'dropConnection' } },
      { zh: '不理会', en: 'hangs: takes nothing, answers nothing', what: { kind: 'hang' } },
      { zh: '已收，不应答', en: 'takes it, loses the reply', what: { kind: 'loseReply' } },
      { zh: '已收，断开', en: 'takes it, cuts instead of a reply', what: { kind: 'loseReply', cut: true } },
      {
        zh: '延迟',
        en: 'late replies',
        what: { kind: 'delay' },
        choice: number('ms', [[100, '0.1 秒'], [1000, '1 秒'], [5000, '5 秒'], [15000, '15 秒']]),
      },
      { zh: '乱码', en: 'garbled replies', what: { kind: 'garble' } },
      { zh: '半包后断开', en: 'half a message, then cut', what: { kind: 'halfMessage' } },
      { zh: '逐字节', en: 'byte by byte', what: { kind: 'trickle' } },
      { zh: '跳转到别处', en: 'redirects to another host', what: { kind: 'redirect' } },
      {
        zh: '网页应答',
        en: 'an HTML page instead of JSON',
        what: { kind: 'httpStatus' },
        choice: number('status', [[502, '502'], [500, '500'], [404, '404'], [200, '200']]),
      },
    ],
  },
  {
    title: '应答内容',
    kinds: [
      { zh: '拒绝', en: 'refuses with a Result', what: { kind: 'refuse' }, choice: number('result', RESULTS) },
      {
        zh: 'Content',
        en: 'something else for Content',
        what: { kind: 'content' },
        choice: choice('form', [
          ['undecryptable', '无法解密'],
          ['otherKey', '其他密钥'],
          ['cut', '不完整'],
          ['notText', '不是密文'],
          ['notJson', '不是 JSON'],
          ['plain', '明文 JSON'],
          ['plainText', 'JSON 文本'],
          ['hex', '十六进制'],
          ['empty', '空'],
          ['null', 'null'],
          ['absent', '没有'],
        ]),
      },
      { zh: '数字成字符串', en: 'numbers as strings', what: { kind: 'numbersAsStrings' } },
      { zh: 'Msg 为 GBK', en: 'Msg in GBK bytes', what: { kind: 'gbkMsg' } },
      {
        zh: '巨大应答',
        en: 'a huge reply',
        what: { kind: 'huge' },
        choice: number('bytes', [[8 * MIB, '8 MB'], [64 * MIB, '64 MB']]),
      },
      { zh: '重复人员', en: 'each person twice', what: { kind: 'repeatPeople' } },
      { zh: '坏人员数据', en: 'nulls and wrong types', what: { kind: 'badPeople' } },
    ],
  },
  {
    title: '下发照片',
    kinds: [
      ['absent', '没有'],
      ['empty', '空'],
      ['notPicture', '不是图片'],
      ['noFace', '无人脸'],
      ['badBase64', '坏 base64'],
      ['cut', '一半'],
      ['tooBig', '6 MB'],
      ['dataUrl', 'data: 前缀'],
    ].map(([what, zh]) => ({ zh, en: what, what: { kind: 'photo', what } })),
  },
  {
    title: '时钟与动作',
    kinds: [
      {
        zh: '平台时钟偏差',
        en: 'its clock is off',
        what: { kind: 'clockOff' },
        choice: number('ms', [[3600000, '+1 小时'], [-3600000, '−1 小时'], [600000, '+10 分']]),
      },
      { zh: '断开所有连接', en: 'cuts all connections now', action: 'cut', body: {} },
      { zh: '重启平台', en: 'restarts, 2 s away', action: 'restart', body: { downMs: 2000 } },
      { zh: '停机 30 秒', en: 'away for 30 s', action: 'restart', body: { downMs: 30000 } },
    ],
  },
]; // prettier-ignore

/** Where the document leaves a choice. */
export const DIALECTS = [
  { member: 'cipherText', zh: '密文', en: 'ciphertext as', values: [['base64', 'base64'], ['hex', '十六进制']] },
  { member: 'content', zh: 'Content', en: 'Content', values: [['encrypted', '加密'], ['plain', '明文 JSON']] },
  { member: 'timestamp', zh: 'timestamp', en: 'timestamp', values: [['seconds', '秒'], ['yyyyMMddHHmmss', 'yyyyMMddHHmmss']] },
  { member: 'signCase', zh: 'sign 大小写', en: 'case of the sign', values: [['lower', '小写'], ['upper', '大写'], ['any', '均可']] },
  { member: 'signs', zh: '加密参数', en: 'encrypted parameters', values: [['ciphertext', '签密文'], ['plaintext', '签明文']] },
  { member: 'taskTypes', zh: 'Type', en: 'task types', values: [['examples', '1 下发 2 删除（5.3.2）'], ['dictionary', '1 删除 2 下发（6.5）']] },
  { member: 'ids', zh: '编号', en: 'ids', values: [['string', '字符串'], ['number', '数字']] },
  { member: 'secondResult', zh: '重复反馈', en: 'a second result', values: [['taken', '0 成功'], ['lapsed', '-3 失效']] },
  { member: 'strictTypes', zh: '类型检查', en: 'types', values: [[false, '宽松，提示'], [true, '严格，拒绝']] },
]; // prettier-ignore
