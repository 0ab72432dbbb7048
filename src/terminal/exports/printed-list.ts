/** A list to be printed: what stands on every page, the columns, the cells. */
export interface PrintedList {
  readonly title: string;
  /** Below the title: site, terminal, day, how many. */
  readonly about: readonly string[];
  readonly columns: readonly { readonly title: string; readonly width: number }[];
  readonly rows: readonly (readonly string[])[];
  /** `第 {page} 页，共 {pages} 页`. */
  readonly foot: string;
  /** ms since the epoch. */
  readonly madeAtMs: number;
}

/** What the thread is given. */
export type ExportJob =
  | { readonly kind: 'pdf'; readonly list: PrintedList; readonly font: { readonly file: string; readonly name: string } }
  | { readonly kind: 'zip'; readonly files: Readonly<Record<string, Uint8Array>> }
  /** The key of a passphrase, by argon2id. */
  | {
      readonly kind: 'key';
      readonly passphrase: string;
      readonly salt: Uint8Array;
      readonly memoryKb: number;
      readonly passes: number;
    };

/** What it answers. */
export type ExportAnswer =
  { readonly kind: 'made'; readonly bytes: Uint8Array } | { readonly kind: 'failed'; readonly message: string };
