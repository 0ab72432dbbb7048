/** Words of the components that every page is made of. */
export const zhKit = {
  'kit.back': '返回',
  'kit.on': '开',
  'kit.off': '关',
  'kit.less': '减少',
  'kit.more': '增加',
  'pin.again': '请再次输入管理密码',
  'keyboard.erase': '删除',
  'keyboard.shift': '大小写',
  'keyboard.numbers': '数字符号',
  'keyboard.letters': '字母',
  'keyboard.toLatin': '拼音',
  'keyboard.toChinese': '英文',
  'keyboard.space': '空格',
  'keyboard.hide': '收起',
  'keyboard.title': '屏幕键盘',
} as const satisfies Readonly<Record<string, string>>;
