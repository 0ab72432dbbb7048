import { md5Of } from './sign.ts';

/** What a reply's signature is made over, with the forms in which `response` may have been signed. */
export interface SignedReply {
  readonly apicode: string;
  readonly version: string;
  readonly isSuccess: boolean;
  /** The request's. */
  readonly taskid: string | null;
  /** `response` as received, compact, decrypted …; empty when there is none. */
  readonly responseForms: Iterable<string>;
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
  for (const response of signedForms(reply)) {
    if (md5Of(reply.version, reply.isSuccess, task, response, secret) === given) return true;
  }
  return false;
}

function* signedForms({ apicode, responseForms }: SignedReply): Generator<string | null, void, undefined> {
  let isEmpty = true;
  if (withoutResponse.has(apicode)) yield null;
  for (const form of responseForms) {
    isEmpty = false;
    yield form;
  }
  if (isEmpty) yield null;
}
