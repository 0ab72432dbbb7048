import { isCopied } from '../config/describe-settings.ts';
import type { RemoteDoor } from '../remote/door.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import { contract, type CallHandlers, type CallName, type Output, type Reply } from '../shared/ipc/contract.ts';
import { isCallName } from '../shared/ipc/wire.ts';
import type { Log } from '../shared/log.ts';
import type { RemoteGreeting } from '../shared/remote-view.ts';
import { SettingChanges } from '../shared/settings.ts';
import type { AdminAccess } from './admin-access.ts';
import { asRemote } from './remote-caller.ts';
import { remoteCalls, remoteReads } from './remote-calls.ts';

/** A session from the network ends after this, used or not, ms. */
const LONGEST_MS = 60 * 60_000;

export interface AdminDoorParts {
  /** Of this way in alone. */
  readonly access: AdminAccess;
  /** But for the calls, which are this door's. */
  readonly greeting: () => Omit<RemoteGreeting, 'mayAsk'>;
  /** Handlers that ask `access`. */
  readonly calls: () => CallHandlers;
  readonly clock: Pick<Clock, 'monotonic'>;
  readonly log: Log;
  /** For the audit log. */
  readonly note: (action: string, subject: string | null) => void;
}

interface Held {
  readonly address: string;
  readonly sinceMs: number;
  /** Calls that were written down for this session. */
  readonly noted: Set<string>;
}

/** Who comes from the network to the admin side: in by the PIN, from one address, to what is on the list. */
export class AdminDoor implements RemoteDoor {
  readonly #parts: AdminDoorParts;
  readonly #held = new Map<string, Held>();

  constructor(parts: AdminDoorParts) {
    this.#parts = parts;
  }

  greeting(): RemoteGreeting {
    const greeting = this.#parts.greeting();
    return { ...greeting, mayAsk: [...remoteCalls(greeting.mayChange)] };
  }

  async login(pin: string, address: string): Promise<Output<'admin.login'>> {
    const { access, clock } = this.#parts;
    const answer = await asRemote(address, () => access.login(pin));
    this.#forgetOld();
    if (answer.kind === 'open') this.#held.set(answer.session, { address, sinceMs: clock.monotonic(), noted: new Set() });
    return answer;
  }

  async logout(session: string, address: string): Promise<void> {
    if (!this.#isHeldBy(session, address)) return;
    this.#end(session);
    await asRemote(address, async () => this.#parts.note('admin.loggedOut', null));
  }

  /** Nobody from the network is in any more: the PIN was changed, or the door is shut. */
  endAll(): void {
    for (const session of this.#held.keys()) this.#end(session);
  }

  async call(session: string, name: unknown, input: unknown, address: string): Promise<Reply<unknown>> {
    try {
      return { ok: true, value: await asRemote(address, () => this.#called(session, name, input, address)) };
    } catch (error) {
      const { code } = Fault.from(error, 'internal.bug', 'a call from the network failed');
      if (code === 'internal.bug') this.#parts.log.error('remote', 'callFailed', { name: isCallName(name) ? name : null });
      return { ok: false, code };
    }
  }

  async #called(session: string, name: unknown, input: unknown, address: string): Promise<unknown> {
    const { access, calls } = this.#parts;
    const held = this.#isHeldBy(session, address) ? this.#held.get(session) : undefined;
    if (held === undefined) throw new Fault('admin.unauthorised', 'no session from this address');
    access.require(session);
    if (!isCallName(name) || !this.#isAllowed(name)) {
      this.#noteOnce(held, 'remote.refused', isCallName(name) ? name : null);
      throw new Fault('remote.onlyThere', 'this can be done at the terminal alone');
    }
    const given = typeof input === 'object' && input !== null ? input : {};
    const parsed = contract[name].input.safeParse({ ...given, session });
    if (!parsed.success) throw new Fault('ipc.rejected', 'the input does not fit', { cause: parsed.error });
    if (name === 'admin.saveSettings') mustBeChangeable(parsed.data);
    if (remoteReads.has(name) && name !== 'kiosk.snapshot') this.#noteOnce(held, 'remote.looked', name);
    // Name and input belong together: the schema that the name stands for has just parsed it.
    const handler = calls()[name] as (input: unknown) => Promise<unknown>;
    // Nothing that the contract does not name gets out.
    return contract[name].output.parse(withoutView(name, await handler(parsed.data)));
  }

  #isAllowed(name: CallName): boolean {
    return remoteCalls(this.#parts.greeting().mayChange).has(name);
  }

  /** Once a session is enough: a list that is scrolled would fill the log. */
  #noteOnce({ noted }: Held, action: string, subject: string | null): void {
    const key = `${action} ${subject ?? ''}`;
    if (noted.has(key)) return;
    noted.add(key);
    this.#parts.note(action, subject);
  }

  #isHeldBy(session: string, address: string): boolean {
    this.#forgetOld();
    return this.#held.get(session)?.address === address;
  }

  #forgetOld(): void {
    const nowMs = this.#parts.clock.monotonic();
    for (const [session, { sinceMs }] of this.#held) if (nowMs - sinceMs > LONGEST_MS) this.#end(session);
  }

  #end(session: string): void {
    this.#held.delete(session);
    this.#parts.access.logout(session);
  }
}

/** Who stands at the gate, at whichever lane, is no part of the admin side: only what is named gets out. */
function withoutView(name: CallName, value: unknown): unknown {
  if (name !== 'kiosk.snapshot') return value;
  const { status, settings } = value as Output<'kiosk.snapshot'>;
  return { view: { state: 'idle' }, status, settings };
}

/** What belongs to one terminal, names a program or opens this door itself is changed at the terminal alone. */
function mustBeChangeable(input: unknown): void {
  const { changes, reset } = SettingChanges.parse(input);
  const keys = [...Object.keys(changes), ...reset];
  if (keys.some((key) => !isCopied(key) || key.startsWith('remote.') || key.startsWith('admin.')))
    throw new Fault('remote.onlyThere', 'this setting can be changed at the terminal alone');
}
