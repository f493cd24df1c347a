import { ProofError, type Verdict, verifyBundle } from '../verify/index.ts';
import { keep, type Remembered, remember, type Store } from './remembered.ts';

/** Nobody answers, or somebody answers something else. */
export class Unreachable extends Error {}
/** The gateway names another ledger, or others to believe, than it did the first time. */
export class PinsChanged extends Error {}

/** What the page of a lot asks its gateway with. */
export interface Asking {
  readonly lot: string;
  /** Of a piece, where it is a piece's page. */
  readonly serial?: string | undefined;
  readonly store: Store | undefined;
  readonly fetch: (address: string, init: RequestInit) => Promise<Response>;
  readonly nowMs: number;
}

const answerMs = 20_000;

/** The proof of the lot, verified here; `NOT_YET` where there is none. Throws ProofError, PinsChanged, Unreachable. */
export async function fetchVerdict(asking: Asking): Promise<Verdict | 'NOT_YET'> {
  const { lot, serial, store, nowMs } = asking;
  const pinsText = await fetchText('/api/pins', asking);
  if (pinsText === undefined) return 'NOT_YET';
  const pins = readPins(pinsText);
  const remembered = remember(store);
  if (remembered && isOther(remembered, { network: pins.network, pins: pinsText })) throw new PinsChanged();
  const seen = remembered?.network === pins.network ? remembered?.seen : undefined;
  const [gtin, number] = [lot.slice(0, 14), lot.slice(15)];
  const address = `/api/proofs/lots/${gtin}/${encodeURIComponent(number)}`;
  const since = seen ? `since=${seen.size}` : '';
  const piece = serial === undefined ? undefined : `serial=${encodeURIComponent(serial)}`;
  // Whoever denies a code still has to prove its lot.
  const withPiece = piece && (await fetchText(`${address}?${piece}&${since}`, asking));
  const text = withPiece ?? (await fetchText(since === '' ? address : `${address}?${since}`, asking));
  if (text === undefined) return 'NOT_YET';
  const verdict = await verifyBundle(text, { pins, nowMs, seen });
  if (verdict.lot !== lot) throw new ProofError('SUBJECT_MISSING', `is of lot ${verdict.lot}`, '/lot');
  if (!verdict.checkpoint.older) {
    const { size, root, states } = verdict.checkpoint;
    keep(store, { network: pins.network, pins: pinsText, seen: { size, root, states } });
  }
  return verdict;
}

function readPins(text: string): { readonly network: string } {
  try {
    // What is not ours in it, the verifier refuses.
    return { ...(JSON.parse(text) as { readonly network: string }) };
  } catch {
    throw new ProofError('PINS_INVALID', 'are no JSON', '');
  }
}

/** Demonstrations come and go at one address, each a ledger of its own; anything else stays what it was. */
function isOther(remembered: Remembered, { network, pins }: Pick<Remembered, 'network' | 'pins'>): boolean {
  const isNextDemonstration =
    remembered.network !== network &&
    remembered.network.startsWith('mengsu-demo-') &&
    network.startsWith('mengsu-demo-');
  return !isNextDemonstration && (remembered.network !== network || remembered.pins !== pins);
}

/** Undefined for 404. */
async function fetchText(address: string, { fetch }: Asking): Promise<string | undefined> {
  try {
    const answer = await fetch(address, {
      headers: { Accept: 'application/json' },
      signal: AbortSignal.timeout(answerMs),
    });
    if (answer.status === 404) return undefined;
    if (answer.ok) return await answer.text();
  } catch (error) {
    throw new Unreachable(address, { cause: error });
  }
  throw new Unreachable(address);
}
