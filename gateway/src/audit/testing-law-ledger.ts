import type { Submitter } from '@mengsu/chaincode/engine';
import type { Mode, Receipt } from '@mengsu/chaincode/model';
import { type DeviceKey, documentText, type Fields, signedEnvelope } from '@mengsu/chaincode/model/testing';
import { MemoryState, World } from '../../../chaincode/src/testing-world.ts';
import { TestLedger, type TestTransaction } from '../indexer/testing-ledger.ts';
import type { LedgerWrite } from '../indexer/write-set.ts';

/** A self-signed certificate of the subject OU=admin, CN=Admin, as a test needs one: made once by OpenSSL, its key thrown away. */
const adminCertificate = `-----BEGIN CERTIFICATE-----
MIIBljCCAT2gAwIBAgIUFZ40X06DbIx3AHqnazy1TQdaCF4wCgYIKoZIzj0EAwIwIDEOMAwGA1UECwwFYWRtaW4xDjAMBgNVBAMM
BUFkbWluMCAXDTI2MTEyNzE2MDIxOVoYDzIxMjYxMTAzMTYwMjE5WjAgMQ4wDAYDVQQLDAVhZG1pbjEOMAwGA1UEAwwFQWRtaW4w
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQpUE1odH6D+bkg7EPdXW4b642jSiG/FVJjj/7gJDJ+mgDeeuEgSzMGsZT77AnPK9Q3
VA99UxRd5RqugRi96rmdo1MwUTAdBgNVHQ4EFgQUQBE5fwcK98CUDpFIE0C3ziiplyEwHwYDVR0jBBgwFoAUQBE5fwcK98CUDpFI
E0C3ziiplyEwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBsF29teTKeDxCvdLm7CjT0NH4yymAzroCf5DKyuDOo
+wIgQOTnCdXhVZLUnytUKiZusEoqXX/AcFmyqqkhucx1X0E=
-----END CERTIFICATE-----
`;

/** A state that remembers what the last document wrote. */
class WatchedState extends MemoryState {
  lastWrites: LedgerWrite[] = [];

  override async putMany(entries: readonly (readonly [string, Uint8Array])[]): Promise<void> {
    this.lastWrites = entries.map(([key, value]) => ({ key, value }));
    await super.putMany(entries);
  }
}

/** Test utility: a world whose every document becomes a transaction of a ledger, with exactly what the law wrote. One block each, unless `isHolding`. */
export class LawLedger extends World {
  readonly ledger = new TestLedger();
  override readonly state = new WatchedState();
  #held: TestTransaction[] = [];
  /** While true, transactions gather for one block. */
  isHolding = false;

  override async submit(text: string, submitter?: Submitter): Promise<Receipt> {
    this.state.lastWrites = [];
    const receipt = await super.submit(text, submitter);
    this.append({
      document: text,
      response: JSON.stringify(receipt),
      writes: this.state.lastWrites,
      ...(submitter && {
        submitter: {
          mspId: submitter.mspId,
          certificate: submitter.isAdmin ? adminCertificate : '',
        },
      }),
    });
    return receipt;
  }

  /** Any transaction, lawful or not, at the present time. */
  append(transaction: TestTransaction): void {
    this.#held.push({ time: new Date(this.nowMs).toISOString(), ...transaction });
    if (!this.isHolding) this.cut();
  }

  cut(): void {
    if (this.#held.length > 0) this.ledger.append(...this.#held);
    this.#held = [];
  }

  /** Forgets what gathers: it never reaches the ledger. */
  dropHeld(): void {
    this.#held = [];
    this.isHolding = false;
  }

  /** What endorsers who do not keep the law would let through: the state holds `writes`, as every peer's then does. */
  appendUnlawful(transaction: TestTransaction): void {
    for (const { key, value } of transaction.writes ?? []) {
      if (value) this.state.values.set(key, value);
      else this.state.values.delete(key);
    }
    this.append(transaction);
  }

  /** A document of one event, signed by `devices`. */
  async documentOf(fields: Fields, devices: readonly DeviceKey[], mode: Mode = 'each'): Promise<string> {
    return documentText([await signedEnvelope(this.stamped(fields), devices)], mode);
  }
}
