import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../shared/clock.ts';
import type { SystemOutcome, TimeChange, TimeView } from '../../shared/setup.ts';
import { runProgram, type ProgramResult, type RunProgram } from './run-program.ts';

const LOOK_MS = 5_000;
const CHANGE_MS = 15_000;
/** systemd-timesyncd reads it (timesyncd.conf(5)). */
const SERVER_FILE = '/etc/systemd/timesyncd.conf.d/site-gate-terminal.conf';

export interface TimeControlParts {
  readonly clock: Clock;
  readonly run?: RunProgram;
  /** Where the time server is written down. */
  readonly serverFile?: string;
}

/** Clock and time zone of the system, through systemd's `timedatectl` (timedatectl(1), `show` and the `set-` commands). */
export class TimeControl {
  readonly #clock: Clock;
  readonly #run: RunProgram;
  readonly #serverFile: string;

  constructor({ clock, run = runProgram, serverFile = SERVER_FILE }: TimeControlParts) {
    this.#clock = clock;
    this.#run = run;
    this.#serverFile = serverFile;
  }

  async view(): Promise<TimeView> {
    const result = await this.#run('timedatectl', ['show'], LOOK_MS);
    const said = new Map<string, string>();
    if (result.kind === 'ended' && result.code === 0) {
      for (const line of result.stdout.split('\n')) {
        const at = line.indexOf('=');
        if (at > 0) said.set(line.slice(0, at), line.slice(at + 1).trim());
      }
    }
    const yes = (key: string): boolean | null => (said.has(key) ? said.get(key) === 'yes' : null);
    return {
      tool: said.has('Timezone') ? 'here' : 'missing',
      nowMs: this.#clock.now(),
      zone: said.get('Timezone') ?? null,
      isAutomatic: yes('NTP'),
      isSynchronised: yes('NTPSynchronized'),
    };
  }

  async change(change: TimeChange): Promise<SystemOutcome> {
    switch (change.kind) {
      case 'automatic':
        return this.#timedatectl(['set-ntp', String(change.isOn)]);
      case 'zone':
        if (!/^[A-Za-z0-9_+/-]{1,64}$/.test(change.zone)) return { kind: 'invalid', detail: 'zone' };
        return this.#timedatectl(['set-timezone', change.zone]);
      case 'clock':
        // Absolute, so that it means the same whatever zone is set: `@SECONDS`, systemd.time(7).
        return this.#timedatectl(['set-time', `@${String(Math.round(change.atMs / 1_000))}`]);
      case 'server':
        return this.#setServer(change.server);
    }
  }

  async #setServer(server: string): Promise<SystemOutcome> {
    if (!/^[A-Za-z0-9.:-]{1,253}$/.test(server)) return { kind: 'invalid', detail: 'server' };
    try {
      mkdirSync(dirname(this.#serverFile), { recursive: true });
      writeFileSync(this.#serverFile, `[Time]\nNTP=${server}\n`);
    } catch (error) {
      return { kind: 'refused', detail: error instanceof Error ? error.message : null };
    }
    return outcomeOf(await this.#run('systemctl', ['try-restart', 'systemd-timesyncd'], CHANGE_MS));
  }

  async #timedatectl(args: readonly string[]): Promise<SystemOutcome> {
    return outcomeOf(await this.#run('timedatectl', ['--no-ask-password', ...args], CHANGE_MS));
  }
}

function outcomeOf(result: ProgramResult): SystemOutcome {
  if (result.kind === 'missing') return { kind: 'missing', detail: null };
  if (result.kind === 'timeout') return { kind: 'timeout', detail: null };
  if (result.code === 0) return { kind: 'done', detail: null };
  const detail = result.stderr.trim().slice(0, 200);
  if (/bus|not been booted|not running/i.test(detail)) return { kind: 'missing', detail };
  if (/authori[sz]|permission|access denied|authentication/i.test(detail)) return { kind: 'refused', detail };
  return { kind: /invalid|not found|unknown time zone/i.test(detail) ? 'invalid' : 'failed', detail };
}
