import { expect, it } from 'vitest';
import { silentLog } from '../../../src/shared/log.ts';
import type { Status } from '../../../src/shared/status.ts';
import { Status as StatusSchema } from '../../../src/shared/status.ts';
import { StatusBoard } from '../../../src/terminal/status-board.ts';

const counts = { workers: 3, templates: 3, punches: 0, refusals: 0, outboxWaiting: 0, outboxSetAside: 0 };

function newBoard() {
  const time = { nowMs: 1_000 };
  const clock = { now: () => time.nowMs, monotonic: () => time.nowMs };
  return {
    time,
    board: new StatusBoard({ clock, log: silentLog, version: '1.0.0', sn: 'S', direction: 'in', counts: () => counts }),
  };
}

it('says since when a state holds, also while its detail changes', () => {
  const { time, board } = newBoard();
  board.set('gate', 'notAnswering', 'link.openFailed');
  time.nowMs = 2_000;
  board.set('gate', 'notAnswering', 'relay.timeout');
  expect(board.snapshot().areas['gate']).toEqual({ state: 'notAnswering', sinceMs: 1_000, detail: 'relay.timeout' });
  board.set('gate', 'ok');
  expect(board.snapshot().areas['gate']).toEqual({ state: 'ok', sinceMs: 2_000, detail: null });
});

it('tells followers at each change and not otherwise, until they leave', () => {
  const { board } = newBoard();
  const leaving = new AbortController();
  const heard: Status[] = [];
  board.follow((status) => heard.push(status), leaving.signal);
  board.set('speech', 'ok');
  board.set('speech', 'ok');
  expect(heard).toHaveLength(1);
  expect(StatusSchema.parse(heard[0])).toEqual(heard[0]);
  leaving.abort();
  board.set('speech', 'unavailable');
  expect(heard).toHaveLength(1);
});
