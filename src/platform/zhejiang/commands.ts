import { Fault } from '../../shared/fault.ts';
import type { CallWatch } from '../call-watch.ts';
import type { PlatformClock } from '../platform-clock.ts';
import type { Authority, Outcome } from './authority.ts';
import type { CommandCode } from './codec.ts';
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
  readonly watch: CallWatch;
}

/** Fills and signs the commands of chapter 2. All reject with `Fault` `platform.*` when there is no answer to be had. */
export class Commands {
  readonly #options: CommandsOptions;

  constructor(options: CommandsOptions) {
    this.#options = options;
  }

  /** 2.1 */
  async authenticate(): Promise<Reply> {
    const { config, clock } = this.#options;
    return this.#exchange('C_AUTH', () => {
      const { sn, accessId, accessKey, accessSecret } = config;
      const fields = { version: protocolVersion, sn, apicode: 'C_AUTH', accessId, accessKey, timeStamp: clock.timestamp() };
      return { ...fields, sign: signAuth(fields, accessSecret) };
    });
  }

  /** 2.2 and 2.3. `signedParam`: `param` as it is signed. */
  send(authority: Authority, apicode: 'C_HEARTBEAT' | 'C_SIGN_IN', param: string, signedParam: string = param): Promise<Outcome> {
    const { config, clock } = this.#options;
    return authority.call((token) =>
      this.#exchange(apicode, () => {
        const fields = { version: protocolVersion, sn: config.sn, token, apicode, timeStamp: clock.timestamp() };
        return { ...fields, param, sign: signCommand({ ...fields, signedParam }, config.accessSecret) };
      }),
    );
  }

  async #exchange(apicode: CommandCode, fields: () => Readonly<Record<string, string>>): Promise<Reply> {
    const { decryptor, watch } = this.#options;
    const { reply } = await watch.over(
      apicode,
      async () => {
        const wire = await this.#link().command(apicode, fields);
        return { wire, reply: await readWireReply(wire, decryptor) };
      },
      ({ wire, reply }) => ({
        sentBytes: wire.sentBytes,
        receivedBytes: wire.receivedBytes,
        code: reply.errorCode ?? 'ok',
        isFine: reply.isSuccess,
      }),
    );
    return reply;
  }

  #link(): CommandLink {
    const link = this.#options.link();
    if (!link) throw new Fault('platform.offline', 'no connection');
    return link;
  }
}
