import type { WebContents } from 'electron';
import type { Log } from '../shared/log.ts';

/**
 * Logs that the page reported an error, and from which line. Its text may name a person, so it is shown only to somebody
 * who asked for debugging.
 */
export function followConsole(contents: WebContents, log: Log): void {
  contents.on('console-message', ({ level, message, lineNumber, sourceId }) => {
    if (level === 'error') log.error('page', 'consoleError', { source: sourceId, line: lineNumber });
    log.debug('page', 'console', { level, text: message });
  });
}
