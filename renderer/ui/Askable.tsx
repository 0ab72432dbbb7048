import type { ReactNode } from 'react';
import type { CallName } from '../../src/shared/ipc/contract.ts';
import { useParts } from './terminal-context.ts';

/** Tells whether the terminal answers a call from where this page is shown. */
export function useMayAsk(call: CallName): boolean {
  const { mayAsk } = useParts();
  return mayAsk === undefined || mayAsk.has(call);
}

/** What leads to `call`: not there where it would be refused. */
export function Askable({ call, children }: { readonly call: CallName; readonly children: ReactNode }) {
  return useMayAsk(call) && children;
}
