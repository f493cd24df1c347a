import { describe, expect, it } from 'vitest';
import { jcs } from '../verify/testing-prover.ts';
import { tellLittle } from '../verify/testing-story.ts';
import { fetchVerdict, PinsChanged, Unreachable } from './fetch-verdict.ts';

const { log, lot } = tellLittle();
const nowMs = Date.parse(log.time);
const pins = JSON.stringify(log.pins());
const bundle = jcs(log.bundle({ lot, lots: [lot] }));

const storeOf = () => ({
  text: null as string | null,
  getItem() {
    return this.text;
  },
  setItem(_: string, value: string) {
    this.text = value;
  },
});

const asking = (
  answers: { readonly pins?: string | number; readonly bundle?: string | number } = {},
  store = storeOf(),
) => ({
  lot,
  store,
  nowMs,
  fetch: async (address: string) => {
    const { pins: onPins = pins, bundle: onBundle = bundle } = answers;
    const answer = address === '/api/pins' ? onPins : onBundle;
    return typeof answer === 'number' ? new Response('', { status: answer }) : new Response(answer);
  },
});

describe('the proof of a lot', () => {
  it('is verified, and what was seen is kept', async () => {
    const store = storeOf();
    const verdict = await fetchVerdict(asking({}, store));
    expect(verdict).toMatchObject({ lot });
    expect(JSON.parse(store.text ?? '')).toMatchObject({
      network: 'trial-network',
      pins,
      seen: { size: log.leaves.length },
    });
    expect(await fetchVerdict(asking({}, store))).toMatchObject({ lot });
  });

  it.each([{ pins: 404 }, { bundle: 404 }])('is not there yet: %j', async (answers) => {
    expect(await fetchVerdict(asking(answers))).toBe('NOT_YET');
  });

  it.each([{ pins: 500 }, { bundle: 503 }, { bundle: 302 }])('is not reached: %j', async (answers) => {
    await expect(fetchVerdict(asking(answers))).rejects.toThrow(Unreachable);
  });

  it('is not reached where nobody answers, or the answer breaks off', async () => {
    const silent = { ...asking(), fetch: () => Promise.reject(new TypeError('failed')) };
    await expect(fetchVerdict(silent)).rejects.toThrow(Unreachable);
    const broken = new ReadableStream({ start: (controller) => controller.error(new TypeError('reset')) });
    await expect(fetchVerdict({ ...asking(), fetch: async () => new Response(broken) })).rejects.toThrow(
      Unreachable,
    );
  });

  it.each([
    [{ pins: '{' }, 'PINS_INVALID'],
    [{ pins: 'null' }, 'PINS_INVALID'],
    [{ pins: '{"network":"trial-network"}' }, 'PINS_INVALID'],
    [{ bundle: '{' }, 'BUNDLE_INVALID'],
    [{ bundle: jcs(log.bundle({ lot, lots: [lot], signedBy: [] })) }, 'CHECKPOINT_INVALID'],
  ])('is refused: %j', async (answers, code) => {
    const store = storeOf();
    await expect(fetchVerdict(asking(answers, store))).rejects.toMatchObject({ code });
    expect(store.text).toBeNull();
  });

  it('of another lot is refused', async () => {
    await expect(fetchVerdict({ ...asking(), lot: '06901234567892/OTHER' })).rejects.toMatchObject({
      code: 'SUBJECT_MISSING',
    });
  });

  it.each([
    ['other pins', { network: 'trial-network', pins: '{}' }],
    ['another ledger', { network: 'other-network', pins }],
    ['a real ledger after a demonstration', { network: 'mengsu-demo-1', pins }],
  ])('is refused where %s were remembered', async (_, before) => {
    const store = storeOf();
    store.text = JSON.stringify({ ...before, seen: { size: 1, root: '', states: '' } });
    const kept = store.text;
    await expect(fetchVerdict(asking({}, store))).rejects.toThrow(PinsChanged);
    expect(store.text).toBe(kept);
  });

  it('of an older history is told as older, and the newer one stays remembered', async () => {
    const store = storeOf();
    store.text = JSON.stringify({
      network: 'trial-network',
      pins,
      seen: { size: 99, root: 'r', states: 's' },
    });
    const kept = store.text;
    expect(await fetchVerdict(asking({}, store))).toMatchObject({ checkpoint: { older: true } });
    expect(store.text).toBe(kept);
  });
});
