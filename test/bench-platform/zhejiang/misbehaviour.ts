import { RuleBook } from '../rule-book.ts';

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

/** The misbehaviours in force. */
export type Rules = RuleBook<Misbehaviour>;

export const newRules = (changed: () => void): Rules => new RuleBook(changed, ({ apicode }) => apicode, ['clockOff']);
