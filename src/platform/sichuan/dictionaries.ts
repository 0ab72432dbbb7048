/** Chapter 6: every code list of the document, as numbers on the wire. */

/** 6.1 性别 */
export const genders = { male: 1, female: 2 } as const;
export type Gender = (typeof genders)[keyof typeof genders];

/** 6.2 注册人员类型 */
export const userTypes = { labourer: 1, staff: 2 } as const;
export type UserType = (typeof userTypes)[keyof typeof userTypes];

/** 6.3 返回结果. Platforms may answer with others: `meaningOf` takes any number. */
export const results = {
  tasksWaiting: 1,
  success: 0,
  unknownSerialNumber: -1,
  wrongSignature: -2,
  stale: -3,
  tooOften: -4,
  serverFault: -99,
} as const;
export type Result = (typeof results)[keyof typeof results];

/** 6.4 反馈结果 */
export const taskResults = { success: 0, failure: 1 } as const;
export type TaskResult = (typeof taskResults)[keyof typeof taskResults];

/** 6.5 待处理数据类别. The examples of 5.3.2 say the reverse: never acted on. */
export const taskKinds = { remove: 1, add: 2 } as const;
export type TaskKind = (typeof taskKinds)[keyof typeof taskKinds];

/** 6.6 删除类型 */
export const removalKinds = { left: 1, barred: 2, healthCode: 3 } as const;
export type RemovalKind = (typeof removalKinds)[keyof typeof removalKinds];

/** 6.7 考勤类型 */
export const punchTypes = { in: 1, out: 2 } as const;
export type PunchType = (typeof punchTypes)[keyof typeof punchTypes];
