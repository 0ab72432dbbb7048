import { Fault, type FaultCode } from '../shared/fault.ts';

/** A full disk is named as one; a `Fault` passes, also one that a stream wrapped or caused; anything else becomes `code`. */
export function faultOfDisk(error: unknown, code: FaultCode, message: string): Fault {
  if (error instanceof Fault) return error;
  if (isFull(error)) return new Fault('update.diskFull', 'there is no space for the update', { cause: error });
  if (error instanceof Error && error.cause instanceof Fault) return error.cause;
  return new Fault(code, message, { cause: error });
}

const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
