import { describe, expect, it } from 'vitest';
import { ProofError, type Reading, type Verdict, verifyBundle } from './index.ts';
import { characterMutants, fieldMutants, otherS, seeded } from './testing-mutations.ts';
import { jcs } from './testing-prover.ts';
import { cheese, codeOf, tellLittle, tellStory } from './testing-story.ts';

const seed = process.env.MENGSU_PROOF_SEED ?? '1';
const little = tellLittle();
const littleBundle = little.log.bundle({ lot: little.lot, lots: [little.lot] });
const littleReading = { pins: little.log.pins(), nowMs: Date.parse(little.log.time) };
const story = tellStory(2);
const reading = { pins: story.log.pins(), nowMs: Date.parse(story.log.time) };
const wanted = { lot: cheese, lots: story.lots, named: story.marks, codes: codeOf(1, cheese), from: 3 };
const bundle = story.log.bundle(wanted);

/** The verdict, or the code of the refusal. */
async function outcomeOf(text: string, how: Reading): Promise<Verdict | string> {
  try {
    return await verifyBundle(text, how);
  } catch (error) {
    if (error instanceof ProofError) return error.code;
    throw error;
  }
}

/** What a changed bundle may still prove: the same, or less. */
function isNoMore(change: string, found: Verdict, whole: Verdict): boolean {
  const { code: _, ...rest } = whole;
  if (change === 'delete /codes') return jcsOf(found) === jcsOf(rest);
  if (/ \/consistency(\/|$)/.test(change)) return jcsOf(found) === jcsOf(whole);
  const [, index = ''] = /^delete \/subjects\/(\d+)\/of$/.exec(change) ?? [];
  const id = (bundle as unknown as { subjects: { id: string }[] }).subjects[Number(index)]?.id ?? '';
  const lot = whole.lots.get(id);
  if (index === '' || !lot) return false;
  const lots = new Map(whole.lots).set(id, { ...lot, complete: false, ids: [] });
  const code = whole.code && id === cheese ? { code: { ...whole.code, state: 'issued' as const } } : {};
  return jcsOf(found) === jcsOf({ ...whole, lots, ...code });
}

const jcsOf = (verdict: Verdict): string =>
  JSON.stringify({ ...verdict, events: [...verdict.events], lots: [...verdict.lots].sort() });

// Thousands of checks: longer than other tests of the room on a busy machine.
describe(`a changed bundle (seed ${seed})`, { timeout: 120_000 }, () => {
  it('of one event is refused, whichever character is changed', async () => {
    const accepted: string[] = [];
    let tried = 0;
    for (const { change, text } of characterMutants(jcs(littleBundle), seeded(seed))) {
      tried += 1;
      if (typeof (await outcomeOf(text(), littleReading)) !== 'string') accepted.push(change);
    }
    expect(accepted).toEqual([]);
    expect(tried).toBeGreaterThan(2.5 * jcs(littleBundle).length);
  });

  it('of a story is refused, whichever character of many is changed', async () => {
    const text = jcs(bundle);
    const random = seeded(`${seed} of a story`);
    const accepted: string[] = [];
    for (let tried = 0; tried < 400; tried++) {
      const at = random(text.length);
      const other = text.slice(0, at) + String.fromCharCode(32 + random(95)) + text.slice(at + 1);
      // With nothing seen before, no path is compared.
      if (other === text || isInConsistency(text, at)) continue;
      if (typeof (await outcomeOf(other, reading)) !== 'string') accepted.push(`${at}: ${other[at]}`);
    }
    expect(accepted).toEqual([]);
  });

  it('of one event is refused, whichever field is changed', async () => {
    const accepted: string[] = [];
    for (const { change, text } of fieldMutants(littleBundle))
      if (typeof (await outcomeOf(text(), littleReading)) !== 'string') accepted.push(change);
    // The lot is then said to be incomplete.
    const of = (littleBundle as unknown as { subjects: { kind: string }[] }).subjects.findIndex(
      ({ kind }) => kind === 'lot',
    );
    expect(accepted).toEqual([`delete /subjects/${of}/of`]);
  });

  it('of a story proves less or is refused, whichever field of many is changed', async () => {
    const whole = await verifyBundle(jcs(bundle), reading);
    const random = seeded(`${seed} of fields`);
    const more: string[] = [];
    const refusals = new Set<string>();
    let refused = 0;
    for (const { change, text } of fieldMutants(bundle)) {
      // One of eight, of events one of a hundred.
      if (random(change.includes('/events/') ? 100 : 8) > 0) continue;
      const found = await outcomeOf(text(), reading);
      if (typeof found === 'string') {
        refusals.add(found);
        refused += 1;
      } else if (!isNoMore(change, found, whole)) more.push(change);
    }
    expect(more).toEqual([]);
    expect(refused).toBeGreaterThan(300);
    expect([...refusals]).toEqual(
      expect.arrayContaining(['BUNDLE_INVALID', 'CHECKPOINT_INVALID', 'NOT_IN_LOG', 'NOT_IN_STATES']),
    );
  });

  it('is refused under the other S of any signature of an event', async () => {
    const events = bundle.events as { signatures: { signature: string }[] }[];
    for (const [place, event] of events.entries())
      for (const [index, one] of event.signatures.entries()) {
        const signatures = event.signatures.with(index, { ...one, signature: otherS(one.signature) });
        const changed = { ...bundle, events: events.with(place, { ...event, signatures }) };
        expect(await outcomeOf(jcs(changed), reading)).toBe('NOT_IN_LOG');
      }
  });
});

function isInConsistency(text: string, at: number): boolean {
  const from = text.indexOf('"consistency"');
  return at >= from && at < text.indexOf('"events"', from);
}
