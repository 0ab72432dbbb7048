import { describe, expect, test } from 'vitest';
import { readName, readText } from '../../../src/speech/pinyin.ts';
import { givenNameReadings, surnameReadings } from '../../../src/speech/surnames.ts';

describe('the reading of a name', () => {
  // The surname's reading, not the character's usual one.
  test.each([
    ['单雄信', 'shan4 xiong2 xin4'],
    ['仇士良', 'qiu2 shi4 liang2'],
    ['解缙', 'xie4 jin4'],
    ['查良镛', 'zha1 liang2 yong1'],
    ['尉迟恭', 'yu4 chi2 gong1'],
    ['万俟卨', 'mo4 qi2 xie4'],
    ['种师道', 'chong2 shi1 dao4'],
    ['么红', 'yao1 hong2'],
    ['洗星海', 'xian3 xing1 hai3'],
    ['黑明', 'he4 ming2'],
    ['缪希雍', 'miao4 xi1 yong1'],
    ['乐毅', 'yue4 yi4'],
    ['覃勇', 'qin2 yong3'],
    ['朴正', 'piao2 zheng4'],
    ['盖聂', 'ge3 nie4'],
    ['区大伟', 'ou1 da4 wei3'],
    ['曾国藩', 'zeng1 guo2 fan1'],
    ['翟志刚', 'zhai2 zhi4 gang1'],
    ['员半千', 'yun4 ban4 qian1'],
    ['任正非', 'ren2 zheng4 fei1'],
    ['华罗庚', 'hua4 luo2 geng1'],
    ['宁静', 'ning2 jing4'],
    ['诸葛亮', 'zhu1 ge3 liang4'],
    ['欧阳修', 'ou1 yang2 xiu1'],
    ['长孙无忌', 'zhang3 sun1 wu2 ji4'],
    ['单于明', 'shan4 yu2 ming2'],
    ['张三', 'zhang1 san1'],
    ['吕布', 'lv3 bu4'],
  ])('%s is %s', (name, pinyin) => {
    expect(readName(name)).toBe(pinyin);
  });

  test.each([
    ['王重阳', 'wang2 chong2 yang2'],
    ['刘朝阳', 'liu2 zhao1 yang2'],
    ['王一一', 'wang2 yi1 yi1'],
    ['杨任', 'yang2 ren4'],
  ])('the given name of %s is read by itself: %s', (name, pinyin) => {
    expect(readName(name)).toBe(pinyin);
  });

  test.each([
    ['买买提·吐尔逊', 'mai3 mai3 ti2 tu3 er3 xun4'],
    ['单增•次仁', 'dan1 zeng1 ci4 ren2'],
    ['阿卜杜拉·Ali 3', 'a1 bu3 du4 la1 ali san1'],
    ['John Smith', 'john smith'],
    ['李3', 'li3 san1'],
    ['张　三', 'zhang1 san1'],
    ['𠮷田', 'tian2'],
    ['·', ''],
    ['', ''],
  ])('a name in parts, letters, digits or rare signs is read as far as possible: "%s" → "%s"', (name, pinyin) => {
    expect(readName(name)).toBe(pinyin);
  });

  test('the configuration wins over the table, also for two characters', () => {
    expect(readName('覃勇', { 覃: 'tan2' })).toBe('tan2 yong3');
    expect(readName('单于明', { 单于: 'chan2 yu2' })).toBe('chan2 yu2 ming2');
    expect(readName('吕布', { 吕: 'LÜ3' })).toBe('lv3 bu4');
  });

  test.each(Object.entries(surnameReadings))(
    'the table reads %s as %s, one syllable with a tone for each character',
    (surname, reading) => {
      expect(reading.split(' ')).toHaveLength([...surname].length);
      expect(reading).toMatch(/^[a-z]+[1-4]( [a-z]+[1-4])?$/);
      expect(readName(`${surname}明`)).toBe(`${reading} ming2`);
    },
  );

  test.each(Object.entries(givenNameReadings))('the given name %s is read %s', (given, reading) => {
    expect(readName(`张${given}`)).toBe(`zhang1 ${reading}`);
  });
});

describe('the reading of a phrase', () => {
  test.each([
    ['早上好，进场成功', 'zao3 shang4 hao3 , jin4 chang3 cheng2 gong1'],
    ['妈妈的', 'ma1 ma5 de5'],
    ['不是3号门！', 'bu2 shi4 san1 hao4 men2 ,'],
    ['<voice name="x">你好', 'voice name x ni3 hao3'],
  ])('%s is %s: pauses stay, the neutral tone is 5, digits are read, marks are left out', (text, pinyin) => {
    expect(readText(text)).toBe(pinyin);
  });
});
