import type { BoardPatience } from '../../src/hardware/modbus/board-session.ts';

/** For boards that are programs beside the test: how soon they get the processor is the machine's business. */
export const patience: BoardPatience = { writeMs: 3_000, pollMs: 3_000 };
