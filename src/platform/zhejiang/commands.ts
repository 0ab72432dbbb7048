import { Fault } from '../../shared/fault.ts';
import type { PlatformClock } from '../platform-clock.ts';
import type { Authority, Outcome } from './authority.ts';
import type { CommandLink } from './command-link.ts';
import { protocolVersion, type ZhejiangConfig } from './config.ts';
import { readWireReply, type Reply } from './reply.ts';
import type { Decryptor } from './rsa.ts';
import { signAuth, signCommand } from './sign.ts';

export interface CommandsOptions {
  readonly config: ZhejiangConfig;
  readonly clock: PlatformClock;
  readonly decryptor: Decryptor | null;
  /** The connection as it is now, or null. */
  readonly link: () => CommandLink | null;
}

/** Fills and signs the commands of chapter 2. All reject with `Fault` `platform.*` when there is no answer to be had. */
export class Commands {
  readonly #options: CommandsOptions;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /** 2.1 */
  async authenticate(): Promise<Reply> {
    const { config, clock, decryptor } = this.#options;
    const reply = await this.#link().command('C_AUTH', () => {
      const { sn, accessId, accessKey, accessSecret } = config;
      const fields = { version: protocolVersion, sn, apicode: 'C_AUTH', accessId, accessKey, timeStamp: clock.timestamp() };
      return { ...fields, sign: signAuth(fields, accessSecret) };
    });
    return readWireReply(reply, decryptor);
  }

  /** 2.2 and 2.3. `signedParam`: `param` as it is signed. */
  send(authority: Authority, apicode: 'C_HEARTBEAT' | 'C_SIGN_IN', param: string, signedParam: string = param): Promise<Outcome> {
    const { config, clock, decryptor } = this.#options;
    return authority.call(async (token) => {
      const reply = await this.#link().command(apicode, () => {
        const fields = { version: protocolVersion, sn: config.sn, token, apicode, timeStamp: clock.timestamp() };
        return { ...fields, param, sign: signCommand({ ...fields, signedParam }, config.accessSecret) };
      });
      return readWireReply(reply, decryptor);
    });
  }

  #link(): CommandLink {
    const link = this.#options.link();
    if (!link) throw new Fault('platform.offline', 'no connection');
    return link;
  }
}
