import { md5Of } from './sign.ts';

/** What a reply's signature is made over, with the forms in which `response` may have been signed. */
export interface SignedReply {
  readonly apicode: string;
  readonly version: string;
  readonly isSuccess: boolean;
  /** The request's. */
  readonly taskid: string | null;
  /** `response` as received, compact, decrypted …; empty when there is none. */
  readonly responseForms: readonly string[];
  readonly sign: string | null;
}

/** Interfaces whose reply is signed without a task id (3.1.3, 3.2.3). */
const withoutTask = new Set(['T_GET_TASKS', 'T_UPDATE_TASKS_STATUS']);
/** Interfaces whose reply is signed without `response`, as printed (3.5.3 to 3.7.3); with it is accepted as well. */
const withoutResponse = new Set(['T_DEL_DEVICE_PERSON', 'T_CLEAR_DEVICE_PERSON', 'T_UPDATE_DEVICE_VERSION']);

/** Whether the signature of an HTTP reply is one that the document allows. TCP replies carry none. */
export function isSignatureRight(reply: SignedReply, secret: string): boolean {
  if (reply.sign === null) return false;
  const given = reply.sign.toLowerCase();
  const task = withoutTask.has(reply.apicode) ? null : reply.taskid;
  const forms: readonly (string | null)[] =
    withoutResponse.has(reply.apicode) || reply.responseForms.length === 0 ? [null, ...reply.responseForms] : reply.responseForms;
  return forms.some((response) => md5Of(reply.version, reply.isSuccess, task, response, secret) === given);
}
