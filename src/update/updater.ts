import { readJson } from '../launcher/file-port.ts';
import { HEALTHY_FILE, MANIFEST_FILE, placesIn, STATE_FILE, type Places } from '../launcher/places.ts';
import { firstState, readState, type Outcome, type SlotState, type Trial } from '../launcher/slot-state.ts';
import { Fault, faultCodes, type FaultCode } from '../shared/fault.ts';
import { idleProgress, type UpdateProgress, type UpdateView } from '../shared/update-view.ts';
import { bringPackage } from './bring-package.ts';
import { faultOfDisk } from './disk-fault.ts';
import { handOver } from './hand-over.ts';
import { UpdateHistory } from './history.ts';
import { readManifest } from './package/manifest.ts';
import type { UpdateHost, UpdateOrder } from './ports.ts';
import { standTrial } from './stand-trial.ts';
import { takeKeys } from './trusted-keys.ts';

export interface UpdaterOptions {
  readonly host: UpdateHost;
  /** Of one attempt, never used again. */
  readonly newId: () => string;
  /** Nobody must have stood before the gate for so long, ms. Default 5,000. */
  readonly idleMs?: number;
  /** How often the health of a version on trial is looked at, ms. Default 250. */
  readonly watchEveryMs?: number;
}

/**
 * Brings a package into a slot and asks the launcher to try it; in the new version, shows whether it is well. One update at a
 * time, whoever ordered it.
 */
export class Updater {
  readonly #host: UpdateHost;
  readonly #options: UpdaterOptions;
  readonly #places: Places;
  readonly #history: UpdateHistory;
  readonly #ending = new AbortController();
  #cancelling = new AbortController();
  #progress: UpdateProgress = idleProgress;
  /** Resolves when this very program is on trial no more. */
  #trialOver: Promise<void> = Promise.resolve();
  #isOnTrial = false;
  #work: Promise<unknown> = Promise.resolve();
  #isBusy = false;

  constructor(options: UpdaterOptions) {
    this.#options = options;
    this.#host = options.host;
    this.#places = placesIn(options.host.dataDir);
    this.#history = new UpdateHistory(options.host.notes);
  }

  /** Takes up where the program before this one ended: a trial, its outcome, what it left behind. Never throws. */
  begin(): void {
    const { log, running } = this.#host;
    try {
      const { outcome, trial, restore } = this.#launcherState();
      if (outcome !== null) this.#note(outcome);
      if (trial !== null && trial.slot === running.slot && this.#healthyId() !== trial.id) {
        this.#isOnTrial = true;
        this.#trialOver = this.#standTrial(trial);
        // Whoever waits for it is told; nobody has to.
        this.#trialOver.catch(() => undefined);
      } else if (trial === null && restore === null) {
        this.#tidy();
      }
    } catch (error) {
      log.error('update', 'beginFailed', { code: Fault.from(error, 'internal.bug', 'the update could not be taken up').code });
    }
  }

  /** Ends what goes on; a download goes on after the next start. */
  close(): void {
    this.#ending.abort(new Fault('update.cancelled', 'the terminal stops'));
  }

  view(): UpdateView {
    const { version, slot } = this.#host.running;
    return {
      version,
      slot,
      cannot: this.#cannot()?.code ?? null,
      progress: this.#progress,
      history: [...this.#history.entries()],
    };
  }

  /** Calls off what is not switching yet. */
  cancel(): void {
    this.#cancelling.abort(new Fault('update.cancelled', 'called off'));
  }

  /**
   * Carries out an order. Resolves when its version is healthy; where the program has to restart for it, in a program to come:
   * the same order given again there is not done twice. Rejects with `Fault` `update.*` when it is refused or was rolled back,
   * also with what an earlier try of the same order came to.
   */
  async order(order: UpdateOrder): Promise<void> {
    const turn = this.#work.then(() => this.#carryOut(order, () => undefined));
    this.#work = turn.catch(() => undefined);
    await turn;
  }

  /** As `order`, for a person who waits: resolves when the package is checked and will be installed. */
  async install(order: UpdateOrder): Promise<{ readonly version: string }> {
    if (this.#isBusy || this.#isOnTrial) throw new Fault('update.busy', 'another update goes on');
    return new Promise((done, fail) => {
      this.#work = this.#work.then(() => this.#carryOut(order, (version) => done({ version }))).catch(fail);
    });
  }

  async #carryOut(order: UpdateOrder, onAccepted: (version: string) => void): Promise<void> {
    await this.#trialOver;
    const known = this.#history.trialOf(order.orderId);
    if (known?.result === 'healthy') return;
    if (known !== null) throw new Fault(codeOf(known.code), `version ${known.version ?? ''} was rolled back`);
    this.#isBusy = true;
    this.#cancelling = new AbortController();
    const signal = AbortSignal.any([this.#ending.signal, this.#cancelling.signal]);
    try {
      const cannot = this.#cannot();
      if (cannot !== null) throw cannot;
      const slot = this.#host.running.slot === 'a' ? 'b' : 'a';
      const common = { host: this.#host, order, slot, signal, show: (progress: UpdateProgress) => this.#show(progress) } as const;
      const manifest = await bringPackage(common);
      onAccepted(manifest.version);
      await handOver({ ...common, manifest, id: this.#options.newId(), idleMs: this.#options.idleMs ?? 5_000 });
      await this.#end();
    } catch (error) {
      // A terminal that stops says nothing of the package: the order is taken up again.
      if (this.#ending.signal.aborted) throw error;
      throw this.#refuse(order, faultOfDisk(error, 'update.unreadable', 'the update failed'));
    } finally {
      this.#isBusy = false;
      this.#show(idleProgress);
    }
  }

  async #standTrial(trial: Trial): Promise<void> {
    const host = this.#host;
    const { id, orderId, version } = trial;
    await standTrial({
      host,
      trial,
      onLacking: (lacking) => this.#show({ ...idleProgress, step: 'trial', version, lacking: [...lacking] }),
      everyMs: this.#options.watchEveryMs ?? 250,
      signal: this.#ending.signal,
    });
    this.#isOnTrial = false;
    this.#note({ id, orderId, version, result: 'healthy', code: null, atMs: host.clock.now() });
    this.#takeKeys();
    this.#tellLauncher();
    this.#tidy();
    this.#show(idleProgress);
  }

  /** Never resolves; rejects when the program ends. */
  #end(): Promise<never> {
    const { signal } = this.#ending;
    return new Promise((_, fail) => {
      const end = (): void => fail(new Fault('update.cancelled', 'the terminal restarts'));
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
  }

  #takeKeys(): void {
    const { files, dataDir, settings, running, log } = this.#host;
    if (running.slot === 'base') return;
    const bytes = files.read(`${this.#places.slot(running.slot)}/${MANIFEST_FILE}`);
    if (bytes === null) return;
    try {
      takeKeys({ files, dataDir, publicKeyFile: settings.publicKeyFile }, readManifest(bytes));
    } catch (error) {
      log.error('update', 'keysNotTaken', { code: Fault.from(error, 'update.keysWrong', 'keys').code });
    }
  }

  #tellLauncher(): void {
    const { launcherPid } = this.#host.running;
    try {
      if (launcherPid !== null && launcherPid === process.ppid) process.kill(launcherPid, 'SIGUSR2');
    } catch {
      // It reads the file when this program ends.
    }
  }

  /** Removes what updates left behind; nothing that anybody could still need. */
  #tidy(): void {
    const { files, isCarriedOver } = this.#host;
    const { copy, download, newer, slots } = this.#places;
    for (const path of [copy, `${copy}.new`]) files.remove(path);
    if (isCarriedOver()) files.remove(newer);
    for (const name of files.list(slots)) if (name.endsWith('.new') && !this.#isBusy) files.remove(`${slots}/${name}`);
    // What was being fetched for an order that comes again stays; it is taken up where it stopped.
    if (this.#history.entries()[0]?.result === 'healthy') files.remove(download);
  }

  #note({ orderId, version, result, code, atMs }: Outcome): void {
    const known = this.#history.trialOf(orderId);
    if (known?.result === result && known.version === version) return;
    this.#host.log[result === 'healthy' ? 'info' : 'error']('update', result, { version, code, order: orderId });
    this.#history.add({ orderId, version, result, code, detail: null, atMs });
  }

  #refuse({ orderId, version }: UpdateOrder, fault: Fault): Fault {
    const { log, clock } = this.#host;
    log.error('update', 'refused', { code: fault.code, order: orderId, version });
    this.#history.add({ orderId, version, result: 'refused', code: fault.code, detail: fault.message, atMs: clock.now() });
    return fault;
  }

  #cannot(): Fault | null {
    const { running, settings } = this.#host;
    if (running.launcherPid === null) return new Fault('update.noLauncher', 'the terminal was not started by its launcher');
    if (settings.publicKeyFile === null) return new Fault('update.noKey', 'no public key is configured (update.publicKeyFile)');
    return null;
  }

  #launcherState(): SlotState {
    return readState(readJson(this.#host.files, `${this.#places.folder}/${STATE_FILE}`)) ?? firstState;
  }

  #healthyId(): string | null {
    const value = readJson(this.#host.files, `${this.#places.folder}/${HEALTHY_FILE}`);
    return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;
  }

  #show(progress: UpdateProgress): void {
    this.#progress = progress;
    this.#host.onProgress(progress);
  }
}

const isFaultCode = (code: string): code is FaultCode => (faultCodes as readonly string[]).includes(code);
const codeOf = (code: string | null): FaultCode => (code !== null && isFaultCode(code) ? code : 'update.newCrashed');
