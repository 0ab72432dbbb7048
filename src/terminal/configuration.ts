import { loadConfigFile } from '../config/load-config.ts';
import { Config } from '../config/schema.ts';
import { hasStoredConfig, loadStoredConfig, storedConfigPath } from '../config/stored-config.ts';
import type { Fault } from '../shared/fault.ts';

/** The configuration that the terminal runs on and where it came from. */
export interface Configuration {
  readonly config: Config;
  /** Where the admin screen writes back; null for the demo and for a terminal without any. */
  readonly file: string | null;
  /** `stored` and `file` are configured terminals: they never fall back to the demo. */
  readonly source: 'file' | 'stored' | 'none';
  /** The stored configuration is broken and this is the last good one. */
  readonly fault: Fault | null;
}

/**
 * FILE wins over the stored configuration of the data directory; without both the defaults.
 * @throws Fault `config.invalid` when FILE is bad.
 */
export function loadConfiguration(configFile: string | null, dataDir: string): Configuration {
  if (configFile !== null) return { config: loadConfigFile(configFile).config, file: configFile, source: 'file', fault: null };
  if (!hasStoredConfig(dataDir)) return { config: Config.parse({}), file: null, source: 'none', fault: null };
  const { config, fault } = loadStoredConfig(dataDir);
  return { config, file: storedConfigPath(dataDir), source: 'stored', fault };
}
