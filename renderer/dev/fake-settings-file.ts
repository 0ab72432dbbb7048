import type { CallHandlers } from '../../src/shared/ipc/contract.ts';
import type { SettingRow, SettingsFileChange } from '../../src/shared/settings.ts';

type Handlers = Pick<CallHandlers, Extract<keyof CallHandlers, `settingsFile.${string}`>>;

const base = {
  isNullable: false,
  choices: [],
  least: null,
  most: null,
  mostCharacters: null,
  unit: null,
  isSecret: false,
  timing: 'restart',
  help: { zh: '', en: '' },
} satisfies Partial<SettingRow>;

const driver: SettingRow = {
  ...base,
  key: 'turnstile.driver',
  type: 'choice',
  choices: ['none', 'modbus-rtu'],
  default: 'none',
  label: { zh: '闸机驱动', en: 'Turnstile driver' },
};
const pulse: SettingRow = {
  ...base,
  key: 'turnstile.pulseMs',
  type: 'integer',
  default: 500,
  unit: 'ms',
  label: { zh: '开闸脉冲', en: 'Opening pulse' },
};
const secret: SettingRow = {
  ...base,
  key: 'platform.sichuan.secret',
  type: 'text',
  default: '',
  isSecret: true,
  label: { zh: '设备密钥', en: 'Device secret' },
};
const open: readonly SettingsFileChange[] = [
  { row: driver, before: 'none', after: 'modbus-rtu' },
  { row: pulse, before: 500, after: 800 },
];
const whole: readonly SettingsFileChange[] = [...open, { row: secret, before: null, after: null }];

/** A stick with a good file, whose passphrase is `open sesame`, and one that does not fit. */
export function createFakeSettingsFile(): Handlers {
  const hasStick = (): boolean => sessionStorage.getItem('fake-settings-file') !== null;
  return {
    'settingsFile.list': () =>
      Promise.resolve({
        files: hasStick()
          ? [
              { token: 'good', name: 'terminal-settings-20261128-101500.json', stick: 'KINGSTON' },
              { token: 'bad', name: 'terminal-settings-old.json', stick: 'KINGSTON' },
            ]
          : [],
      }),
    'settingsFile.read': ({ token, passphrase }) => {
      if (token === 'bad') {
        const problem = { key: 'turnstile.speed', code: 'unknown', detail: 'unknown key' } as const;
        return Promise.resolve({ secrets: 'none', changes: [], problems: [problem], timing: 'restart', system: [] });
      }
      if (passphrase === null)
        return Promise.resolve({ secrets: 'closed', changes: [...open], problems: [], timing: 'restart', system: ['network'] });
      if (passphrase !== 'open sesame') return Promise.reject(new Error('settings.wrongPassphrase'));
      return Promise.resolve({ secrets: 'open', changes: [...whole], problems: [], timing: 'restart', system: ['network'] });
    },
    'settingsFile.apply': () =>
      Promise.resolve({
        kind: 'saved',
        timing: 'restart',
        system: [{ part: 'network', outcome: { kind: 'done', detail: null } }],
      }),
    'settingsFile.write': ({ stick }) => Promise.resolve({ fileName: 'terminal-settings-20261128-101500.json', stick }),
  };
}
