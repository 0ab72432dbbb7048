import type { LaneNumber } from '../shared/lanes.ts';
import type { Log, LogFields } from '../shared/log.ts';

/** The log of one lane: lines of the second say so, those of the first are as where there is one only. */
export function laneLog(log: Log, lane: LaneNumber): Log {
  if (lane === 1) return log;
  const told = (fields?: LogFields): LogFields => ({ lane, ...fields });
  return {
    debug: (area, event, fields) => log.debug(area, event, told(fields)),
    info: (area, event, fields) => log.info(area, event, told(fields)),
    warn: (area, event, fields) => log.warn(area, event, told(fields)),
    error: (area, event, fields) => log.error(area, event, told(fields)),
  };
}
