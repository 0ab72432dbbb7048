import { RuleBook } from '../rule-book.ts';
import type { Method } from './signatures.ts';

/** Which requests a misbehaviour meets. */
export interface Scope {
  /** Only this one; without it the next request that the misbehaviour can apply to, whatever it is. */
  readonly method?: Method;
  /** For so many requests. Default 1. */
  readonly times?: number | 'always';
}

/** What goes wrong, in the order in which it meets a request. */
export type Misbehaviour = Scope &
  (
    | { readonly kind: 'clockOff'; readonly ms: number } // always, until stopped: its clock and its Date header
    | { readonly kind: 'dropConnection' } // the request is not taken, the connection is cut
    | { readonly kind: 'hang' } // the request is not taken and nothing is answered
    | { readonly kind: 'redirect'; readonly to?: string; readonly status?: number } // 307 to another host (default: `localhost`, /elsewhere)
    | { readonly kind: 'httpStatus'; readonly status: number } // an HTML page with this status; 200 too
    | { readonly kind: 'refuse'; readonly result: number; readonly msg?: string } // not taken; any Result, also one that 6.3 does not list
    | { readonly kind: 'poisonRecord'; readonly userId: string; readonly result?: number } // always, until stopped: packets that hold a record of this person are refused (-99)
    | { readonly kind: 'repeatPeople' } // GetTaskData: each person twice
    | { readonly kind: 'badPeople' } // GetTaskData: nulls, numbers and missing members among the people
    | { readonly kind: 'photo'; readonly what: PhotoTrouble; readonly userId?: string } // GetTaskData; uses itself up by each photograph
    | { readonly kind: 'content'; readonly form: ContentTrouble } // a reply that has content
    | { readonly kind: 'numbersAsStrings' } // Result, Type, userType, delType
    | { readonly kind: 'gbkMsg' } // Msg is Chinese in GBK bytes
    | { readonly kind: 'huge'; readonly bytes: number } // Content of so many bytes
    | { readonly kind: 'garble' } // some bytes of the reply are others
    | { readonly kind: 'loseReply'; readonly cut?: boolean } // taken, never answered; cut: and the connection closed
    | { readonly kind: 'delay'; readonly ms: number } // taken at once, answered late
    | { readonly kind: 'halfMessage' } // half of the reply, then the connection is cut
    | { readonly kind: 'trickle'; readonly pieceBytes?: number } // in pieces of 1 byte (or so many)
  );

/** What stands in the place of a Content. */
export type ContentTrouble =
  | 'undecryptable' // whole blocks without padding
  | 'otherKey' // encrypted with another key
  | 'cut' // no whole blocks
  | 'notText' // neither base64 nor hex
  | 'notJson' // decrypts to something else
  | 'plain' // JSON as the examples print it
  | 'plainText' // a JSON text
  | 'hex' // encrypted, as hex
  | 'empty'
  | 'null'
  | 'absent';

/** What stands in the place of a photograph; `tooBig` has 6 MiB behind it, `dataUrl` a prefix before it. */
export type PhotoTrouble = 'absent' | 'empty' | 'notPicture' | 'noFace' | 'badBase64' | 'cut' | 'tooBig' | 'dataUrl';

/** The misbehaviours in force. */
export type Rules = RuleBook<Misbehaviour>;

export const newRules = (changed: () => void): Rules =>
  new RuleBook(changed, ({ method }) => method, ['clockOff', 'poisonRecord']);
