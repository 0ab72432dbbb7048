import type { ReactNode } from 'react';

/** What every page of the first start is told. */
export interface StepProps {
  /** It was done before: going on is free. */
  readonly wasDone: boolean;
  /** To the places; what is not done stays for later. */
  onLeave(): void;
  onNext(isDone: boolean): void;
  /** Null on the first page. */
  readonly onBack: (() => void) | null;
  /** Another way that is there at the moment: stands above the task. */
  readonly offer: ReactNode;
}
