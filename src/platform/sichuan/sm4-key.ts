import { Fault } from '../../shared/fault.ts';
import type { SichuanConfig } from './config.ts';

/** 16 bytes each. */
export interface Sm4Key {
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/**
 * Key and IV for SM4-CBC. The document names neither: both are the device secret where nothing else is configured and it
 * has the right length. Throws `Fault` `config.invalid`, which names the setting and never its value.
 */
export function sm4KeyOf({ secret, sm4Key, sm4Iv }: Pick<SichuanConfig, 'secret' | 'sm4Key' | 'sm4Iv'>): Sm4Key {
  return { key: chosen('sm4Key', sm4Key, secret), iv: chosen('sm4Iv', sm4Iv, secret) };
}

function chosen(setting: 'sm4Key' | 'sm4Iv', configured: string | null, secret: string): Uint8Array {
  const bytes = sixteenBytes(configured ?? secret);
  if (bytes) return bytes;
  const lengths = '16 UTF-8 bytes or 32 hex digits';
  throw new Fault(
    'config.invalid',
    configured === null
      ? `platform.sichuan.${setting} has to be configured: the device secret, its default, is not ${lengths}`
      : `platform.sichuan.${setting} is not ${lengths}`,
  );
}

function sixteenBytes(text: string): Uint8Array | null {
  if (/^[0-9a-f]{32}$/i.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
  const bytes = new TextEncoder().encode(text);
  return bytes.length === 16 ? bytes : null;
}
