/** Which requests a misbehaviour meets. */
export interface Scope {
  /** Only this interface; without it the next request that the misbehaviour can apply to, whatever it is. */
  readonly apicode?: string;
  /** For so many requests. Default 1. */
  readonly times?: number | 'always';
}

/** What goes wrong, in the order in which it meets a request. */
export type Misbehaviour = Scope &
  (
    | { readonly kind: 'clockOff'; readonly ms: number } // always, until stopped: its time stamps and its Date header
    | { readonly kind: 'dropConnection' } // the request is not taken, the connection is cut
    | { readonly kind: 'hang' } // the request is not taken and nothing is answered
    | { readonly kind: 'expireTokens' } // all tokens are forgotten before the request is looked at
    | { readonly kind: 'refuse'; readonly code: string } // not taken; any code, also one that the document does not list
    | { readonly kind: 'repeatPeople' } // T_SEND_PERSON, T_UPDATE_DEVICE_PERSON: each person twice in the page
    | { readonly kind: 'badPeople' } // the same: nulls, numbers and missing members among the people of the page
    | { readonly kind: 'growPages'; readonly by: number } // the same: each page says one more page, up to so many more
    | { readonly kind: 'unquotedKeys' } // JSON as the document's examples print it
    | { readonly kind: 'wrongSign' } // HTTP
    | { readonly kind: 'unknownFields' } // TCP: fields that no table knows
    | { readonly kind: 'garble' } // some bytes of the reply are others
    | { readonly kind: 'loseReply'; readonly cut?: boolean } // taken, never answered; cut: and the connection closed
    | { readonly kind: 'delay'; readonly ms: number } // taken at once, answered late
    | { readonly kind: 'badLength'; readonly form: 'zero' | 'huge' | 'endless' } // TCP: a length before the reply that cannot be meant
    | { readonly kind: 'halfMessage' } // half of the reply, then the connection is cut
    | { readonly kind: 'duplicate'; readonly copies?: number } // TCP: the reply comes 2 (or so many) times
    | { readonly kind: 'glue'; readonly holdMs?: number } // TCP: kept until the next reply, or for 300 ms, then both in one piece
    | { readonly kind: 'trickle'; readonly pieceBytes?: number } // in pieces of 1 byte (or so many)
    | {
        readonly kind: 'photo';
        readonly what: PhotoTrouble;
        /** Only this person's photographs. */
        readonly personId?: string;
      }
  );

/** What happens instead of a photograph; `tooBig` is 6 MiB, `redirect` leads to the photograph, `loop` to itself. */
export type PhotoTrouble = 'missing' | 'tooBig' | 'notPicture' | 'noFace' | 'redirect' | 'loop' | 'hang' | 'cut';

export type MisbehaviourKind = Misbehaviour['kind'];
type OfKind<K extends MisbehaviourKind> = Extract<Misbehaviour, { kind: K }>;

/** A misbehaviour in force. */
export interface Rule {
  readonly id: number;
  readonly what: Misbehaviour;
  /** Requests that it still meets; Infinity for `always`. */
  readonly left: number;
}

/** The misbehaviours in force. Several kinds stack on one request; of one kind the oldest that fits is used, then the next. */
export class RuleBook {
  readonly #changed: () => void;
  #rules: Rule[] = [];
  #lastId = 0;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get rules(): readonly Rule[] {
    return this.#rules;
  }

  /** @returns what ends it early. */
  add(what: Misbehaviour): () => void {
    const id = ++this.#lastId;
    const left = what.times === 'always' || what.kind === 'clockOff' ? Infinity : (what.times ?? 1);
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
  look<K extends MisbehaviourKind>(kind: K, fits: (what: OfKind<K>) => boolean = () => true): OfKind<K> | null {
    return this.#find(kind, fits)?.what ?? null;
  }

  /** The rule of a kind that meets this request; uses it up by one. */
  take<K extends MisbehaviourKind>(kind: K, apicode: string, fits: (what: OfKind<K>) => boolean = () => true): OfKind<K> | null {
    const rule = this.#find(kind, (what) => (what.apicode === undefined || what.apicode === apicode) && fits(what));
    if (rule === null) return null;
    const used = { ...rule, left: rule.left - 1 };
    this.#rules = this.#rules.map((one) => (one.id === rule.id ? used : one)).filter((one) => one.left > 0);
    if (rule.left !== Infinity) this.#changed();
    return rule.what;
  }

  #find<K extends MisbehaviourKind>(kind: K, fits: (what: OfKind<K>) => boolean): (Rule & { readonly what: OfKind<K> }) | null {
    const isOfKind = (rule: Rule): rule is Rule & { readonly what: OfKind<K> } => rule.what.kind === kind;
    return this.#rules.filter(isOfKind).find((rule) => fits(rule.what)) ?? null;
  }
}
