import { createHash } from 'node:crypto';

/** The interfaces of 附件二. */
export const APICODES = [
  'C_AUTH',
  'C_HEARTBEAT',
  'C_SIGN_IN',
  'T_GET_TASKS',
  'T_UPDATE_TASKS_STATUS',
  'T_SEND_PERSON',
  'T_UPDATE_DEVICE_PERSON',
  'T_DEL_DEVICE_PERSON',
  'T_CLEAR_DEVICE_PERSON',
  'T_UPDATE_DEVICE_VERSION',
  'T_POST_DEVICE_PERSON',
] as const;
export type Apicode = (typeof APICODES)[number];

export const isApicode = (text: string): text is Apicode => (APICODES as readonly string[]).includes(text);

/** What goes into a request's sign, in order; a value that is absent is left out (1.5). */
const REQUEST: Readonly<Record<Apicode, string>> = {
  C_AUTH: 'version sn apicode accessId accessKey timeStamp accessSecret', // 2.1.2
  C_HEARTBEAT: 'version sn token apicode timeStamp param accessSecret', // 2.2.2
  C_SIGN_IN: 'version sn token apicode timeStamp param accessSecret', // 2.3.2, param without its picture
  T_GET_TASKS: 'version sn token apicode param accessSecret', // 3.1.2
  T_UPDATE_TASKS_STATUS: 'version sn token apicode param accessSecret', // 3.2.2
  T_SEND_PERSON: 'version sn token taskid apicode param accessSecret', // 3.3.2
  T_UPDATE_DEVICE_PERSON: 'version sn token taskid apicode param accessSecret', // 3.4.2
  T_DEL_DEVICE_PERSON: 'version sn token taskid apicode param accessSecret', // 3.5.2
  T_CLEAR_DEVICE_PERSON: 'version sn token taskid apicode accessSecret', // 3.6.2
  T_UPDATE_DEVICE_VERSION: 'version sn token taskid apicode param accessSecret', // 3.7.2
  T_POST_DEVICE_PERSON: 'version sn token taskid apicode param accessSecret', // 3.8.2, data without pictures
};

const WITH_TASK_AND_RESPONSE = 'version success taskid response accessSecret';
const WITH_TASK = 'version success taskid accessSecret';
const WITH_RESPONSE = 'version success response accessSecret';

/** What goes into an HTTP reply's sign; TCP replies carry none. */
const REPLY: Readonly<Partial<Record<Apicode, string>>> = {
  T_GET_TASKS: WITH_RESPONSE, // 3.1.3
  T_UPDATE_TASKS_STATUS: WITH_RESPONSE, // 3.2.3
  T_SEND_PERSON: WITH_TASK_AND_RESPONSE, // 3.3.3
  T_UPDATE_DEVICE_PERSON: WITH_TASK_AND_RESPONSE, // 3.4.3
  T_DEL_DEVICE_PERSON: WITH_TASK, // 3.5.3
  T_CLEAR_DEVICE_PERSON: WITH_TASK, // 3.6.3
  T_UPDATE_DEVICE_VERSION: WITH_TASK, // 3.7.3
  T_POST_DEVICE_PERSON: WITH_TASK_AND_RESPONSE, // 3.8.3
};

type Values = Readonly<Record<string, string | boolean | null | undefined>>;

/** MD5, lower-case hex, of the text that the interface names for a request. */
export const requestSign = (apicode: Apicode, values: Values): string => digest(REQUEST[apicode], { ...values, apicode });

/** MD5, lower-case hex, of the text that the interface names for its reply. */
export const replySign = (apicode: Apicode, values: Values): string => digest(REPLY[apicode] ?? WITH_RESPONSE, values);

function digest(recipe: string, values: Values): string {
  const text = recipe.split(' ').map((name) => String(values[name] ?? ''));
  return createHash('md5').update(text.join(''), 'utf8').digest('hex');
}
