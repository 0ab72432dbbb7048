/** What every misbehaviour has. */
interface AnyMisbehaviour {
  readonly kind: string;
  readonly times?: number | 'always';
}

type OfKind<M extends AnyMisbehaviour, K extends M['kind']> = Extract<M, { kind: K }>;

/** A misbehaviour in force. */
export interface Rule<M> {
  readonly id: number;
  readonly what: M;
  /** Requests that it still meets; Infinity for `always`. */
  readonly left: number;
}

/** The misbehaviours in force. Several kinds stack on one request; of one kind the oldest that fits is used, then the next. */
export class RuleBook<M extends AnyMisbehaviour> {
  readonly #changed: () => void;
  readonly #scopeOf: (what: M) => string | undefined;
  readonly #lasting: ReadonlySet<string>;
  #rules: Rule<M>[] = [];
  #lastId = 0;

  /** @param scopeOf the interface that a misbehaviour is bound to. @param lasting kinds that are always in force until they are stopped. */
  constructor(changed: () => void, scopeOf: (what: M) => string | undefined, lasting: readonly M['kind'][]) {
    this.#changed = changed;
    this.#scopeOf = scopeOf;
    this.#lasting = new Set(lasting);
  }

  get rules(): readonly Rule<M>[] {
    return this.#rules;
  }

  /** @returns what ends it early. */
  add(what: M): () => void {
    const id = ++this.#lastId;
    const left = what.times === 'always' || this.#lasting.has(what.kind) ? Infinity : (what.times ?? 1);
    this.#rules.push({ id, what, left });
    this.#changed();
    return () => this.stop(id);
  }

  /** Ends one, or all. */
  stop(id?: number): void {
    this.#rules = id === undefined ? [] : this.#rules.filter((rule) => rule.id !== id);
    this.#changed();
  }

  /** The rule of a kind that is in force, without using it up. */
  look<K extends M['kind']>(kind: K, fits: (what: OfKind<M, K>) => boolean = () => true): OfKind<M, K> | null {
    return this.#find(kind, fits)?.what ?? null;
  }

  /** The rule of a kind that meets a request to this interface; uses it up by one. */
  take<K extends M['kind']>(kind: K, scope: string, fits: (what: OfKind<M, K>) => boolean = () => true): OfKind<M, K> | null {
    const rule = this.#find(kind, (what) => [undefined, scope].includes(this.#scopeOf(what)) && fits(what));
    if (rule === null) return null;
    const left = rule.left - 1;
    this.#rules = this.#rules.map((one) => (one.id === rule.id ? { ...one, left } : one)).filter((one) => one.left > 0);
    if (rule.left !== Infinity) this.#changed();
    return rule.what;
  }

  #find<K extends M['kind']>(kind: K, fits: (what: OfKind<M, K>) => boolean): Rule<OfKind<M, K>> | null {
    const isOfKind = (rule: Rule<M>): rule is Rule<OfKind<M, K>> => rule.what.kind === kind;
    return this.#rules.filter(isOfKind).find((rule) => fits(rule.what)) ?? null;
  }
}
