import type { Bench, Dialect } from './bench.ts';

/** As `platform.sichuan` of the terminal's configuration. */
export interface TerminalConfiguration {
  readonly baseUrl: string;
  readonly secret: string;
  readonly sm4Key: string | null;
  readonly sm4Iv: string | null;
  readonly sm4Encoding: Dialect['cipherText'];
  readonly timestamp: Dialect['timestamp'];
  readonly caFile: string | null;
}

/** What the device with this serial number needs. */
export function terminalConfiguration(bench: Bench, baseUrl: string, caFile: string | null, sn: string): TerminalConfiguration {
  const { secret, sm4Key, sm4Iv } = bench.settings;
  const { cipherText, timestamp } = bench.dialect;
  return { baseUrl, secret: bench.secretOf(sn) ?? secret, sm4Key, sm4Iv, sm4Encoding: cipherText, timestamp, caFile };
}
