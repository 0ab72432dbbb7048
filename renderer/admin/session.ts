import { createContext, use } from 'react';

/** An open session of the admin side. */
export interface AdminSession {
  readonly session: string;
  /** Main no longer knows the session: the PIN is asked for again. */
  readonly onExpired: () => void;
}

const SessionContext = createContext<AdminSession | null>(null);
export const SessionProvider = SessionContext;

export function useSession(): AdminSession {
  const session = use(SessionContext);
  if (!session) throw new Error('SessionProvider is missing');
  return session;
}
