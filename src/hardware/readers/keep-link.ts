import { Fault } from '../../shared/fault.ts';
import type { ByteLink, OpenLink } from '../byte-link.ts';
import { pause } from './pause.ts';

export interface KeepLinkOptions {
  readonly openLink: OpenLink;
  /** Whether the port is still there: a reader that says nothing for hours cannot be told from one that was pulled out. */
  readonly isPresent: () => boolean;
  /**
   * Works with one connection until it is lost, given up, or closed because `signal` aborts; answers whether the reader ever answered. Never
   * rejects.
   */
  readonly serve: (link: ByteLink, signal: AbortSignal) => Promise<boolean>;
  /** The link could not be opened, or was lost. */
  readonly onFault: (fault: Fault) => void;
}

const openLinkMs = 3_000;
const presenceMs = 1_000;
const firstBackOffMs = 250;
const longestBackOffMs = 5_000;

/** Opens the link, and opens it anew with growing pauses whenever it was lost, until `signal` aborts. Never rejects. */
export async function keepLink(options: KeepLinkOptions, signal: AbortSignal): Promise<void> {
  let backOffMs = firstBackOffMs;
  while (!signal.aborted) {
    const hasWorked = await connectOnce(options, signal);
    if (hasWorked) backOffMs = firstBackOffMs;
    await pause(backOffMs, signal);
    backOffMs = Math.min(backOffMs * 2, longestBackOffMs);
  }
}

async function connectOnce(options: KeepLinkOptions, signal: AbortSignal): Promise<boolean> {
  let link: ByteLink;
  try {
    link = await options.openLink(AbortSignal.any([signal, AbortSignal.timeout(openLinkMs)]));
  } catch (error) {
    options.onFault(Fault.from(error, 'link.openFailed', 'cannot open the line'));
    return false;
  }
  const ended = new AbortController();
  const watching = watchPresence(options.isPresent, link, AbortSignal.any([signal, ended.signal]));
  const close = (): void => void link.close();
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  const hasWorked = await options.serve(link, signal);
  signal.removeEventListener('abort', close);
  ended.abort();
  await watching;
  await link.close();
  if (!signal.aborted) options.onFault(new Fault('link.closed', 'the line was lost'));
  return hasWorked;
}

/** Closes a link whose port is gone. */
async function watchPresence(isPresent: () => boolean, link: ByteLink, signal: AbortSignal): Promise<void> {
  for (;;) {
    await pause(presenceMs, signal);
    if (signal.aborted) return;
    if (!isPresent()) return link.close();
  }
}
