import type { common } from '@hyperledger/fabric-protos';
import type { NetworkMaterial } from '../ports.ts';
import type { AdmittedEnvelope } from './broadcast-filter.ts';
import { configOf, lastConfigOf, revokedIn } from './channel-config.ts';
import { makeConfigEnvelope } from './config-envelope.ts';
import { applyConfigUpdate } from './config-update.ts';
import { ConfigUpdateError } from './config-versions.ts';
import type { TimelessVerifier } from './identity-verifier.ts';
import { OrderingError } from './ordering-error.ts';

export interface ConfigurationParts {
  readonly channel: string;
  readonly material: NetworkMaterial;
  readonly verifier: TimelessVerifier;
  readonly now: () => Date;
}

/** The channel's configuration as the newest config block has it, and the way to a newer one. */
export class Configuration {
  readonly #parts: ConfigurationParts;
  readonly #block: (number: number) => common.Block | undefined;
  #config: common.Config | undefined;
  #lastConfig = 0;

  constructor(parts: ConfigurationParts, block: (number: number) => common.Block | undefined) {
    this.#parts = parts;
    this.#block = block;
  }

  get sequence(): number {
    return this.#config?.getSequence() ?? 0;
  }

  get lastConfig(): number {
    return this.#lastConfig;
  }

  /** Reads it from the ledger. @param newest number of the newest block. */
  read(newest: number): void {
    const last = this.#block(newest);
    const number = last === undefined ? 0 : lastConfigOf(last);
    const block = this.#block(number);
    if (block === undefined) throw new Error(`config block ${number} is not there`);
    this.enact(configOf(block), number);
  }

  /** Whether a configuration follows this one; of two that were made of the same one, the second does not. */
  isNext(config: common.Config): boolean {
    return config.getSequence() === this.sequence + 1;
  }

  /** The block of a new configuration is durable. */
  enact(config: common.Config, number: number): void {
    this.#config = config;
    this.#lastConfig = number;
    this.#parts.verifier.revoke(revokedIn(config));
  }

  /**
   * What is ordered for a CONFIG_UPDATE: the configuration that it makes of the newest one.
   * @throws OrderingError
   */
  async admit(update: AdmittedEnvelope): Promise<AdmittedEnvelope> {
    const { channel, material, verifier, now } = this.#parts;
    const [first] = material.organisations;
    if (this.#config === undefined || first === undefined) throw new Error('the configuration was not read');
    try {
      const config = await applyConfigUpdate(update.admitted.data, {
        channel,
        current: this.#config,
        authorities: new Map(material.organisations.map((one) => [one.mspId, one.identityCaPem])),
        verify: verifier.verifyAtAnyTime,
      });
      const bytes = makeConfigEnvelope({
        channel,
        config,
        update: update.bytes,
        orderer: first.orderer,
        now: now(),
      });
      return { ...update, bytes, config, alone: true };
    } catch (error) {
      if (!(error instanceof ConfigUpdateError)) throw error;
      const message = `error applying config update to existing channel '${channel}': ${error.message}`;
      throw new OrderingError('BAD_REQUEST', message);
    }
  }
}
