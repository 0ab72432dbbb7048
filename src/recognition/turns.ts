/** `live`: somebody stands at the gate. `background`: enrolment and everything else that can wait. */
export type Priority = 'live' | 'background';

interface Turn {
  readonly begin: () => Promise<void>;
}

/** Lets one piece of work run at a time; live work goes before background work that has not begun. */
export class Turns {
  readonly #live: Turn[] = [];
  readonly #background: Turn[] = [];
  #isBusy = false;

  take<T>(priority: Priority, work: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const begin = () => work().then(resolve, reject);
      (priority === 'live' ? this.#live : this.#background).push({ begin });
      if (!this.#isBusy) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#isBusy = true;
    for (;;) {
      const turn = this.#live.shift() ?? this.#background.shift();
      if (!turn) break;
      await turn.begin();
    }
    this.#isBusy = false;
  }
}
