export const APICODES = {
  C_AUTH: '认证',
  C_HEARTBEAT: '心跳',
  C_SIGN_IN: '上报考勤',
  T_GET_TASKS: '拉取任务',
  T_UPDATE_TASKS_STATUS: '提交任务状态',
  T_SEND_PERSON: '下发人员',
  T_UPDATE_DEVICE_PERSON: '更新人员',
  T_DEL_DEVICE_PERSON: '删除人员',
  T_CLEAR_DEVICE_PERSON: '清空人员',
  T_POST_DEVICE_PERSON: '上报人员',
  T_UPDATE_DEVICE_VERSION: '更新固件',
};

const CODES = ['400_01', '400_02', '400_04', '400_05', '401_01', '401_02', '402_01', '402_02', '402_03', '402_04', '402_05', '402_06', '402_07', '403_01', '403_02', '403_03', '404_01', '500_01', '999_99']; // prettier-ignore
const same = (values) => values.map((value) => [value, value]);
const choice = (member, values) => ({ member, values });
const number = (member, values) => ({ member, values, isNumber: true });

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
        choice: number('ms', [
          [100, '0.1 秒'],
          [1000, '1 秒'],
          [5000, '5 秒'],
          [15000, '15 秒'],
        ]),
      },
      { zh: '重复应答', en: 'each reply twice', what: { kind: 'duplicate' } },
      { zh: '乱码', en: 'garbled replies', what: { kind: 'garble' } },
      { zh: '半包后断开', en: 'half a message, then cut', what: { kind: 'halfMessage' } },
      { zh: '粘包', en: 'glues two replies', what: { kind: 'glue', times: 2 } },
      { zh: '逐字节', en: 'byte by byte', what: { kind: 'trickle' } },
      {
        zh: '错误长度',
        en: 'a bad length first',
        what: { kind: 'badLength' },
        choice: choice('form', [
          ['huge', '过大'],
          ['endless', '不结束'],
          ['zero', '零'],
        ]),
      },
      { zh: '未知字段', en: 'unknown fields', what: { kind: 'unknownFields' } },
    ],
  },
  {
    title: '应答内容',
    kinds: [
      { zh: '拒绝', en: 'refuses with a code', what: { kind: 'refuse' }, choice: choice('code', same(CODES)) },
      { zh: '令牌失效', en: 'forgets the tokens first', what: { kind: 'expireTokens' } },
      { zh: '应答签名错', en: 'wrong reply sign', what: { kind: 'wrongSign' } },
      { zh: '键无引号', en: 'unquoted keys', what: { kind: 'unquotedKeys' } },
      {
        zh: '页数增长',
        en: 'the page count grows',
        what: { kind: 'growPages' },
        choice: number('by', [
          [1, '+1'],
          [5, '+5'],
          [1000000, '不停'],
        ]),
      },
      { zh: '同页重复人员', en: 'each person twice', what: { kind: 'repeatPeople' } },
      { zh: '坏人员数据', en: 'nulls and wrong types', what: { kind: 'badPeople' } },
    ],
  },
  {
    title: '照片',
    kinds: [
      ['missing', '404'],
      ['tooBig', '6 MB'],
      ['notPicture', '不是图片'],
      ['noFace', '无人脸'],
      ['redirect', '跳转'],
      ['loop', '循环跳转'],
      ['hang', '不返回'],
      ['cut', '传一半'],
    ].map(([what, zh]) => ({ zh, en: what, what: { kind: 'photo', what } })),
  },
  {
    title: '时钟与动作',
    kinds: [
      {
        zh: '平台时钟偏差',
        en: 'its clock is off',
        what: { kind: 'clockOff' },
        choice: number('ms', [
          [3600000, '+1 小时'],
          [-3600000, '−1 小时'],
          [600000, '+10 分'],
        ]),
      },
      { zh: '断开所有连接', en: 'cuts all connections now', action: 'cut', body: {} },
      { zh: '令牌全部作废', en: 'forgets all tokens now', action: 'expireTokens', body: {} },
      { zh: '重启平台', en: 'restarts, 2 s away', action: 'restart', body: { downMs: 2000 } },
      { zh: '停机 30 秒', en: 'away for 30 s', action: 'restart', body: { downMs: 30000 } },
    ],
  },
];

/** Where the document leaves a choice. */
export const DIALECTS = [
  { member: 'response', zh: 'response', en: 'HTTP response as', values: [['object', '对象'], ['text', 'JSON 文本']] },
  { member: 'lists', zh: 'taskids、imgUrls', en: 'lists as', values: [['array', '数组'], ['text', 'JSON 文本']] },
  { member: 'taskParam', zh: '任务 param', en: 'param of a task', values: [['text', 'JSON 文本'], ['object', '对象']] },
  { member: 'imgUrls', zh: '照片地址', en: 'addresses of photographs', values: [['full', '完整'], ['relative', '相对'], ['single', '单个字符串']] },
  { member: 'ids', zh: '编号', en: 'ids', values: [['string', '字符串'], ['number', '数字']] },
  { member: 'firmwareIn', zh: '固件信息在', en: 'firmware is told in', values: [['task', '任务 param'], ['reply', '应答']] },
  { member: 'encrypts', zh: '加密范围', en: 'encrypts (with --encrypt)', values: [['response', 'response'], ['body', '整个报文']] },
  { member: 'signsCiphertext', zh: '加密后签名', en: 'signs the ciphertext', values: [[false, '签明文'], [true, '签密文']] },
  { member: 'memberOrder', zh: '去图片后顺序', en: 'order of the signed members', values: [['table', '按文档表格'], ['received', '按收到'], ['sorted', '按名称']] },
  { member: 'strictTypes', zh: '类型检查', en: 'types', values: [[false, '宽松，提示'], [true, '严格，拒绝']] },
]; // prettier-ignore
