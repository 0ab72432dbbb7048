import type { zhKit } from './zh-kit.ts';

/** Words of the components that every page is made of. */
export const enKit: Readonly<Record<keyof typeof zhKit, string>> = {
  'kit.back': 'Back',
  'kit.on': 'On',
  'kit.off': 'Off',
  'kit.less': 'Less',
  'kit.more': 'More',
  'pin.again': 'Enter the admin PIN again',
  'keyboard.erase': 'Erase',
  'keyboard.shift': 'Shift',
  'keyboard.numbers': 'Numbers',
  'keyboard.letters': 'Letters',
  'keyboard.toLatin': 'Pinyin',
  'keyboard.toChinese': 'Latin',
  'keyboard.space': 'Space',
  'keyboard.hide': 'Hide',
  'keyboard.title': 'On-screen keyboard',
};
