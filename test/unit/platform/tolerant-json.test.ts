import { describe, expect, test } from 'vitest';
import { memberText } from '../../../src/platform/member-text.ts';
import { compactJson, parseTolerantly, unwrapText } from '../../../src/platform/tolerant-json.ts';

describe('JSON as platforms write it', () => {
  test('a bare 19-digit id keeps every digit, in strict JSON and with unquoted keys', () => {
    expect(parseTolerantly('{"id":6541951958563696641}')).toEqual({ id: '6541951958563696641' });
    expect(parseTolerantly('{id:6541951958563696641,list:[-6541951958563696641]}')).toEqual({
      id: '6541951958563696641',
      list: ['-6541951958563696641'],
    });
  });

  test('digits inside strings, keys and fractions stay as they are', () => {
    expect(parseTolerantly('{a:"6541951958563696641 \\" 1",t36:36.7,b:0.12345678901234567890}')).toEqual({
      a: '6541951958563696641 " 1',
      t36: 36.7,
      b: 0.12345678901234568,
    });
    expect(parseTolerantly('{a6541951958563696641:1}')).toEqual({ a6541951958563696641: 1 });
  });

  test('numbers that a double holds stay numbers', () => {
    expect(parseTolerantly('{"recordTime":1609744974000,"t":36.7}')).toEqual({ recordTime: 1609744974000, t: 36.7 });
  });

  test("the document's own examples can be read", () => {
    expect(parseTolerantly('{errorcode:"400_04",errormsg:"token或 sign验证失败"}')).toEqual({
      errorcode: '400_04',
      errormsg: 'token或 sign验证失败',
    });
    expect(parseTolerantly('{taskids:["6543831380287827968","6543831380300410880"]}')).toEqual({
      taskids: ['6543831380287827968', '6543831380300410880'],
    });
  });

  test('what is no JSON is a coded fault that does not repeat the text', () => {
    for (const text of ['', '{', 'not json', '{"a":', '['.repeat(200_000)]) {
      expect(() => parseTolerantly(text)).toThrow(expect.objectContaining({ code: 'platform.badReply' }));
    }
    expect(() => parseTolerantly('{name: 张三 secret')).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('secret') }),
    );
  });

  test('a text too long for the tolerant reader has to be strict JSON', () => {
    expect(parseTolerantly('{"a":6541951958563696641}', 5)).toEqual({ a: '6541951958563696641' });
    expect(() => parseTolerantly('{a:1}', 4)).toThrow(expect.objectContaining({ code: 'platform.badReply' }));
    expect(parseTolerantly('{a:1}', 5)).toEqual({ a: 1 });
  });

  test('JSON text inside JSON is unwrapped, other text stays text', () => {
    expect(unwrapText('["a"]')).toEqual(['a']);
    expect(unwrapText('http://x/y.jpg')).toBe('http://x/y.jpg');
    expect(unwrapText('[not closed')).toBe('[not closed');
  });

  test('compact text keeps numbers digit for digit', () => {
    expect(compactJson('{ "a" : 6541951958563696641, "b": 1.50 }')).toBe('{"a":6541951958563696641,"b":1.50}');
    expect(compactJson('{')).toBeNull();
  });
});

describe('the raw text of a member', () => {
  const body = '{ "version":"v1", "response" : { "a": [1, "}]", {"b":"\\"}"}] } , "sign":"x"}';

  test('is cut out exactly, whatever stands inside', () => {
    expect(memberText(body, 'response')).toBe('{ "a": [1, "}]", {"b":"\\"}"}] }');
    expect(memberText(body, 'sign')).toBe('"x"');
    expect(memberText("{response: {a:'}'},b:1}", 'response')).toBe("{a:'}'}");
    expect(memberText('{success:true,response:null}', 'response')).toBe('null');
  });

  test('of a member of the same name further down is not taken', () => {
    expect(memberText('{"error":{"response":1}}', 'response')).toBeNull();
  });

  test('of hostile text ends', () => {
    for (const text of ['', '{', '{"', '{a', '{a:', '{a:1', '{,,,', '{"a":"\\', '{:::}', '{a:}}}}']) {
      expect(memberText(text, 'response')).toBeNull();
    }
  });
});
