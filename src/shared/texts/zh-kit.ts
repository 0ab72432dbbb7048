/** Words of the components that every page is made of. */
export const zhKit = {
  'kit.back': '返回',
  'kit.on': '开',
  'kit.off': '关',
  'kit.less': '减少',
  'kit.more': '增加',
  'pin.again': '请再次输入管理密码',
} as const satisfies Readonly<Record<string, string>>;
