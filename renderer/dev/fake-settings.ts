import type { CallHandlers } from '../../src/shared/ipc/contract.ts';
import type { SettingRow, SettingValue } from '../../src/shared/settings.ts';

type Handlers = Pick<CallHandlers, 'admin.settings' | 'admin.saveSettings'>;

const base = {
  isNullable: false,
  choices: [],
  least: null,
  most: null,
  mostCharacters: null,
  unit: null,
  isSecret: false,
  timing: 'restart',
} satisfies Partial<SettingRow>;

const rows: readonly SettingRow[] = [
  {
    ...base,
    key: 'device.sn',
    type: 'text',
    default: '',
    mostCharacters: 64,
    label: { zh: '设备序列号', en: 'Serial number' },
    help: { zh: '在平台上登记的设备序列号，须完全一致。', en: 'As registered with the platform; it must match exactly.' },
  },
  {
    ...base,
    key: 'device.direction',
    type: 'choice',
    choices: ['in', 'out'],
    default: 'in',
    label: { zh: '通行方向', en: 'Direction of the lane' },
    help: { zh: '此终端守在哪一侧：进场或出场。', en: 'Which side of the lane this terminal guards.' },
  },
  {
    ...base,
    key: 'device.siteName',
    type: 'text',
    default: '',
    mostCharacters: 40,
    timing: 'now',
    label: { zh: '工地名称', en: 'Site name' },
    help: { zh: '显示在待机画面上。', en: 'Shown on the idle screen.' },
  },
  {
    ...base,
    key: 'device.maskNames',
    type: 'yesNo',
    default: false,
    timing: 'now',
    label: { zh: '屏幕上隐去姓名中间的字', en: 'Mask the given name on the screen' },
    help: { zh: '在公共场所少显示个人信息。', en: 'Shows less of a person in a public place.' },
  },
  {
    ...base,
    key: 'platform.zhejiang.accessSecret',
    type: 'text',
    default: '',
    isSecret: true,
    label: { zh: '访问密钥', en: 'Access secret' },
    help: { zh: '在平台上登记设备时得到；保存后不再显示。', en: 'Given at registration; not shown again once saved.' },
  },
  {
    ...base,
    key: 'cameras.visible',
    type: 'text',
    default: 'Front camera',
    label: { zh: '可见光摄像头', en: 'Visible camera' },
    help: { zh: '设备名称或编号。', en: 'Name or id of the device.' },
  },
  {
    ...base,
    key: 'lanes.second.enabled',
    type: 'yesNo',
    default: false,
    label: { zh: '启用2号通道', en: 'Second lane' },
    help: {
      zh: '一台终端管两条通道，各有摄像头和闸机；其余设置两条通道共用。',
      en: 'One terminal for two lanes, each with cameras and turnstile; the other settings are for both.',
    },
  },
  {
    ...base,
    key: 'lanes.second.direction',
    type: 'choice',
    choices: ['in', 'out'],
    default: 'out',
    label: { zh: '通行方向', en: 'Direction of the lane' },
    help: { zh: '此终端守在哪一侧：进场或出场。', en: 'Which side of the lane this terminal guards.' },
  },
  {
    ...base,
    key: 'lanes.second.cameras.visible',
    type: 'text',
    default: '',
    label: { zh: '可见光摄像头', en: 'Visible camera' },
    help: { zh: '设备名称或编号。', en: 'Name or id of the device.' },
  },
  {
    ...base,
    key: 'turnstile.pulseMs',
    type: 'integer',
    default: 500,
    least: 50,
    most: 10_000,
    unit: 'ms',
    label: { zh: '开闸脉冲', en: 'Opening pulse' },
    help: { zh: '闸机不动时调长，开两次时调短。', en: 'Longer if the turnstile does not move, shorter if it opens twice.' },
  },
  {
    ...base,
    key: 'recognition.threshold',
    type: 'number',
    default: null,
    isNullable: true,
    least: 0.2,
    most: 0.95,
    label: { zh: '识别阈值', en: 'Recognition threshold' },
    help: { zh: '留空则用模型校准的值；调高更严，调低更松。', en: 'Empty: the calibrated value; higher is stricter.' },
  },
  {
    ...base,
    key: 'network.proxy',
    type: 'text',
    default: null,
    isNullable: true,
    label: { zh: '网络代理', en: 'Network proxy' },
    help: { zh: '平台的 http/https 连接经此代理，例如 http://10.0.0.2:3128。', en: 'As http://10.0.0.2:3128.' },
  },
  {
    ...base,
    key: 'network.proxyPassword',
    type: 'text',
    default: '',
    isSecret: true,
    label: { zh: '代理密码', en: 'Password at the proxy' },
    help: { zh: '与代理用户名一起使用。', en: 'Goes with the user at the proxy.' },
  },
  {
    ...base,
    key: 'speech.surnames',
    type: 'map',
    default: {},
    label: { zh: '姓氏读音', en: 'Readings of surnames' },
    help: { zh: '读错的姓氏：写下该姓和拼音加声调。', en: 'Surnames read wrongly, with pinyin.' },
  },
];

/** Settings that live as long as the page. `hasLanes`: the second lane is switched on. */
export function createFakeSettings(hasLanes: boolean): Handlers {
  const values: Record<string, SettingValue> = Object.fromEntries(
    rows.filter(({ isSecret }) => !isSecret).map((row) => [row.key, row.default]),
  );
  values['lanes.second.enabled'] = hasLanes;
  const secrets = new Set<string>();
  return {
    'admin.settings': () => Promise.resolve({ rows: [...rows], values: { ...values }, secretsSet: [...secrets], canSave: true }),
    'admin.saveSettings': ({ changes, reset }) => {
      if (changes['device.sn'] === 'taken') {
        return Promise.resolve({ kind: 'refused', problems: [{ key: 'device.sn', code: 'unfit', detail: 'taken' }] });
      }
      if (changes['lanes.second.enabled'] === true && (changes['lanes.second.cameras.visible'] ?? '') === '') {
        const needed = { key: 'lanes.second.cameras.visible', code: 'needed', detail: '' } as const;
        return Promise.resolve({ kind: 'refused', problems: [needed] });
      }
      for (const key of reset) values[key] = rows.find((row) => row.key === key)?.default ?? null;
      for (const [key, value] of Object.entries(changes)) {
        if (rows.find((row) => row.key === key)?.isSecret === true) secrets.add(key);
        else values[key] = value;
      }
      const isNow = [...Object.keys(changes), ...reset].every((key) => rows.find((row) => row.key === key)?.timing === 'now');
      return Promise.resolve({ kind: 'saved', timing: isNow ? 'now' : 'restart' });
    },
  };
}
