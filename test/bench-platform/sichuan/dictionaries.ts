// Chapter 6, word for word.

/** 6.1 */
export const GENDERS = { 1: '男', 2: '女' } as const;

/** 6.2 */
export const USER_TYPES = { 1: '采集劳务人员', 2: '采集岗位人员' } as const;
export type UserType = keyof typeof USER_TYPES;

/** 6.3 */
export const RESULTS = {
  1: '有待处理任务',
  0: '成功',
  [-1]: '设备序列号不存在',
  [-2]: '签名不正确',
  [-3]: '数据已失效',
  [-4]: '请求太频繁',
  [-99]: '服务器异常',
} as const;

/** 6.4 */
export const TASK_RESULTS = { 0: '成功', 1: '失败' } as const;

/** 6.5 says 1 deletes and 2 sends; the examples of 5.3.2 say the reverse. */
export const TASK_TYPES = { dictionary: { add: 2, remove: 1 }, examples: { add: 1, remove: 2 } } as const;

/** 6.6 */
export const DEL_TYPES = { 1: '离职', 2: '禁入人员', 3: '红码、黄码人员' } as const;
export type DelType = keyof typeof DEL_TYPES;

/** 6.7 */
export const PUNCH_TYPES = { 1: '进场', 2: '离场' } as const;

/** What a Result means; codes that 6.3 does not list are sent all the same. */
export const resultText = (result: number): string => (RESULTS as Readonly<Record<number, string>>)[result] ?? '未知错误';

/** Whether `value` is a key of a dictionary, as a number or as its digits. */
export const isIn = (dictionary: object, value: unknown): boolean =>
  (typeof value === 'number' || typeof value === 'string') && Object.hasOwn(dictionary, String(value));
