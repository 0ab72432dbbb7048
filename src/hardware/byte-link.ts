/** A two-way stream of bytes: a serial port, a socket, or a fake. */
export interface ByteLink {
  /**
   * What arrives, in order; has one reader. Ends when the link is closed or lost, but a loss may show only at the
   * next `send`: a serial port that was pulled out can look merely silent.
   */
  readonly incoming: AsyncIterable<Uint8Array>;
  /**
   * Resolves when the system has taken the bytes (they may still be on their way).
   * Rejects with `Fault` `link.closed`: then the bytes did not go out whole.
   */
  send(bytes: Uint8Array): Promise<void>;
  /** Lets go of the link; `incoming` ends. Never rejects, harmless when repeated. */
  close(): Promise<void>;
}

/** Opens a link; rejects with `Fault` `link.openFailed`, also when `signal` aborts first. */
export type OpenLink = (signal: AbortSignal) => Promise<ByteLink>;
