import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { ConfigProblem } from './config-problem.ts';
import type { Config } from './schema.ts';

/** The configuration with each file it names as an absolute path; relative ones are relative to the configuration file. */
export function withAbsolutePaths(config: Config, configFile: string): Config {
  const folder = dirname(resolve(configFile));
  const absolute = (path: string | null): string | null => (path === null ? null : resolve(folder, path));
  const { platform, cameras, readers, update, lanes } = config;
  const { identityCard } = lanes.second.readers;
  return {
    ...config,
    platform: {
      ...platform,
      zhejiang: {
        ...platform.zhejiang,
        privateKeyFile: absolute(platform.zhejiang.privateKeyFile),
        caFile: absolute(platform.zhejiang.caFile),
        protoFile: absolute(platform.zhejiang.protoFile),
      },
      sichuan: { ...platform.sichuan, caFile: absolute(platform.sichuan.caFile) },
    },
    cameras: { ...cameras, replay: absolute(cameras.replay) },
    readers: {
      ...readers,
      identityCard: { ...readers.identityCard, decoderFile: absolute(readers.identityCard.decoderFile) },
      qr: { ...readers.qr, publicKeyFile: absolute(readers.qr.publicKeyFile) },
    },
    update: { ...update, publicKeyFile: absolute(update.publicKeyFile) },
    lanes: {
      ...lanes,
      second: {
        ...lanes.second,
        readers: {
          ...lanes.second.readers,
          identityCard: { ...identityCard, decoderFile: absolute(identityCard.decoderFile) },
        },
      },
    },
  };
}

/** Files that the configuration names and that are not there. */
export function missingFiles({ platform, cameras, readers, update, lanes }: Config): ConfigProblem[] {
  const files = {
    'platform.zhejiang.privateKeyFile': platform.zhejiang.privateKeyFile,
    'platform.zhejiang.caFile': platform.zhejiang.caFile,
    'platform.zhejiang.protoFile': platform.zhejiang.protoFile,
    'platform.sichuan.caFile': platform.sichuan.caFile,
    'cameras.replay': cameras.replay,
    'readers.identityCard.decoderFile': readers.identityCard.decoderFile,
    'readers.qr.publicKeyFile': readers.qr.publicKeyFile,
    'update.publicKeyFile': update.publicKeyFile,
    'lanes.second.readers.identityCard.decoderFile': lanes.second.readers.identityCard.decoderFile,
  };
  return Object.entries(files).flatMap(([key, path]) =>
    path === null || isFile(path) ? [] : [{ key, what: `the file ${path} does not exist`, code: 'noFile' as const }],
  );
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
