/** Levels as in syslog's everyday subset. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Values a log line may carry. Never a name, an ID number, an embedding, a key or a picture. */
export type LogFields = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** One JSON line per event: `at`, `level`, `area`, `event` and the fields. */
export interface Log {
  debug(area: string, event: string, fields?: LogFields): void;
  info(area: string, event: string, fields?: LogFields): void;
  warn(area: string, event: string, fields?: LogFields): void;
  error(area: string, event: string, fields?: LogFields): void;
}

/** Writes JSON lines with `write`; lines under `least` are dropped. */
export function createLog(write: (line: string) => void, now: () => Date, least: LogLevel = 'info'): Log {
  const order: readonly LogLevel[] = ['debug', 'info', 'warn', 'error'];
  const put = (level: LogLevel, area: string, event: string, fields?: LogFields): void => {
    if (order.indexOf(level) < order.indexOf(least)) return;
    write(JSON.stringify({ at: now().toISOString(), level, area, event, ...fields }));
  };
  return {
    debug: (area, event, fields) => put('debug', area, event, fields),
    info: (area, event, fields) => put('info', area, event, fields),
    warn: (area, event, fields) => put('warn', area, event, fields),
    error: (area, event, fields) => put('error', area, event, fields),
  };
}

/** A log that keeps nothing, for tests and tools. */
export const silentLog: Log = createLog(
  () => undefined,
  () => new Date(0),
);
