import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import {
  ProofError,
  type ProvenEvent,
  type ProvenLot,
  type Verdict,
  verifyBundle,
} from '@mengsu/web-scan/verify';

export interface VerifyOptions {
  /** A file, or `-` for the standard input. */
  readonly bundle: string;
  readonly pins: string;
  /** RFC 3339; now where it is left out. */
  readonly at?: string | undefined;
  readonly json?: boolean | undefined;
}

export interface Verified {
  readonly ok: boolean;
  readonly lines: readonly string[];
}

/** What a bundle proves to who believes these pins, or why it proves nothing. Throws where a file cannot be read. */
export async function verify(options: VerifyOptions, input: AsyncIterable<Buffer>): Promise<Verified> {
  const nowMs = options.at === undefined ? Date.now() : Date.parse(options.at);
  if (Number.isNaN(nowMs)) throw new RangeError(`${options.at} is no time, as 2026-09-01T00:00:00.000Z`);
  const pinsText = await readFile(options.pins, 'utf8');
  const bytes = options.bundle === '-' ? await buffer(input) : await readFile(options.bundle);
  try {
    const pins = parsePinsFile(pinsText, options.pins);
    const verdict = await verifyBundle(textOf(bytes), { pins, nowMs });
    return { ok: true, lines: options.json ? [JSON.stringify(asJson(verdict), null, 2)] : linesOf(verdict) };
  } catch (error) {
    if (!(error instanceof ProofError)) throw error;
    const { code, pointer, detail, message } = error;
    return {
      ok: false,
      lines: [options.json ? JSON.stringify({ ok: false, code, pointer, detail }, null, 2) : message],
    };
  }
}

function parsePinsFile(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new ProofError('PINS_INVALID', `${file} is not JSON`);
    throw error;
  }
}

/** A byte order mark stays, and is refused. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new ProofError('BUNDLE_INVALID', 'is not UTF-8');
    throw error;
  }
}

const asJson = ({ events, lots, ...rest }: Verdict) => ({
  ok: true,
  ...rest,
  events: [...events.values()].map(({ said: _, ...event }) => event),
  lots: Object.fromEntries(lots),
});

function linesOf({ lot, events, lots, checkpoint, code }: Verdict): readonly string[] {
  const { size, block, time, organisations, age } = checkpoint;
  return [
    `lot ${lot}`,
    `checkpoint of ${size} events at block ${block}, ${time} (${age}), signed by ${organisations.join(', ')}`,
    ...[...events.values()].map(eventLine),
    ...[...lots].flatMap(([id, standing]) => lotLines(id, standing)),
    ...(code ? [`code ${code.serial} of set ${code.set}: ${code.state}`] : []),
  ];
}

function eventLine({ ordinal, event, time, breaches, signers }: ProvenEvent): string {
  const signed = signers.map(({ kid, party, role }) => `${kid} (${role} of ${party})`).join(', ');
  const broken = breaches.length > 0 ? `, breaches ${breaches.join(' ')}` : '';
  return `proven #${ordinal} ${event.act} by ${event.party}: said ${event.eventTime}, recorded ${time}${broken}, signed by ${signed}`;
}

function lotLines(id: string, lot: ProvenLot): readonly string[] {
  const { complete, recalls, holds, parents, absentParents, state } = lot;
  const marks = [
    ...recalls.map((mark) => `recall ${mark.id} of ${mark.lot} stands`),
    ...holds.map((mark) => `hold ${mark.id} of ${mark.lot} stands`),
    ...(state.reversed ? ['its making was reversed'] : []),
  ];
  const made = parents === undefined ? 'unknown' : parents.join(', ') || 'nothing';
  return [
    `lot ${id}: ${complete ? 'all its events' : 'NOT all its events'}; ${marks.join('; ') || 'no recall or hold stands'}; made of ${made}`,
    ...absentParents.map((absent) => `  not in this bundle: ${absent}`),
  ];
}
