import { describe, expect, it } from 'vitest';
import { verifyBundle } from './index.ts';
import { jcs } from './testing-prover.ts';
import { cheese, codeOf, grass, milk, rennet, tellLittle, tellStory } from './testing-story.ts';

const { log, lots, marks, ids, organisations, operator, lost } = tellStory(3);
const nowMs = Date.parse(log.time);
const pins = log.pins();

describe('a bundle', () => {
  it('of one event is proven', async () => {
    const little = tellLittle();
    const text = jcs(little.log.bundle({ lot: little.lot, lots: [little.lot] }));
    const verdict = await verifyBundle(text, { pins: little.log.pins(), nowMs: Date.parse(little.log.time) });
    expect([...verdict.events.values()].map(({ ordinal }) => ordinal)).toEqual([0, 1]);
    expect(verdict.lots.get(little.lot)?.complete).toBe(true);
  });

  it('of a story says all that the page promises', async () => {
    const text = jcs(log.bundle({ lot: cheese, lots, named: marks, codes: codeOf(1, cheese) }));
    const { events, lots: standing, checkpoint, code } = await verifyBundle(text, { pins, nowMs });
    const { madeBy } = standing.get(cheese)?.state ?? {};
    const registrar = organisations[0]?.registrar.kid;
    expect(events.get(madeBy ?? '')?.signers).toEqual([
      { kid: operator.kid, party: 'MAKER', role: 'operator' },
    ]);
    const byLost = [...events.values()].find(({ signers }) => signers[0]?.kid === lost.kid);
    expect(byLost?.event.act).toBe('admit');
    const enrolment = [...events.values()].find(({ event }) => event.act === 'enrolDevice');
    expect(enrolment?.signers[0]).toEqual({
      kid: registrar,
      party: 'PARTY-OF-ProducersMSP',
      role: 'registrar',
    });
    expect(standing.get(cheese)).toEqual({
      complete: true,
      ids: [...events.values()].filter(({ event }) => event.lot === cheese).map(({ id }) => id),
      state: { claims: ['green', 'mengzibiao'], holds: [], recalls: [], madeBy },
      recalls: [{ id: ids.recall, lot: grass }],
      holds: [{ id: ids.hold, lot: rennet, scope: 'lots' }],
      parents: [milk, rennet],
      absentParents: [],
    });
    expect(standing.get(milk)?.holds).toEqual([]);
    expect(checkpoint).toMatchObject({
      size: log.leaves.length,
      time: log.time,
      organisations: ['BrandMSP', 'ProducersMSP', 'RegulatorMSP', 'TradeMSP'],
      age: 'fresh',
    });
    expect(code).toMatchObject({ serial: '1111111111111111BBBB', state: 'activated' });
  });
});
