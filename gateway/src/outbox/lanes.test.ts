import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Job, makeJob } from './job.ts';
import { Lanes } from './lanes.ts';
import { documentNamed } from './testing.ts';

const jobOf = (place: number, parties: readonly string[]): Job =>
  makeJob(
    { id: `j${place}`, place },
    documentNamed('each', ...parties.map((party, index) => [party, `${place}.${index}`] as const)),
  );
const limits = { eventsMax: 3, bytesMax: 1_000_000, acrossParties: false };

describe('the lanes', () => {
  it('let every job go exactly once, in the order of each of its parties, one transaction a party', () => {
    const party = fc.constantFrom('A', 'B', 'C', 'D');
    const posts = fc.array(fc.array(party, { minLength: 1, maxLength: 3 }), { maxLength: 40 });
    fc.assert(
      fc.property(posts, fc.boolean(), fc.infiniteStream(fc.nat()), (documents, acrossParties, chance) => {
        const lanes = new Lanes();
        const jobs = documents.map((parties, place) => jobOf(place, parties));
        for (const job of jobs) lanes.add(job);
        const underWay: Job[][] = [];
        const gone: Job[] = [];
        for (;;) {
          const take = () => lanes.take({ ...limits, acrossParties });
          for (let taken = take(); taken; taken = take()) underWay.push(taken);
          for (const taken of underWay) {
            expect(taken.length, 'what fits').toBeLessThanOrEqual(limits.eventsMax);
            if (taken.length > 1) expect(taken.every(({ events }) => events.length === 1)).toBe(true);
          }
          const busy = underWay.flatMap((taken) => [...new Set(taken.flatMap((job) => job.parties))]);
          expect(new Set(busy).size, 'one in flight for a party').toBe(busy.length);
          const pick = chance.next().value ?? 0;
          const [done] = underWay.splice(pick % Math.max(1, underWay.length), 1);
          if (!done) break;
          const again = pick % 5 === 0 && done.length > 1 ? done.slice(1) : [];
          gone.push(...done.filter((job) => !again.includes(job)));
          lanes.release(done, again);
        }
        expect(gone).toHaveLength(jobs.length);
        for (const name of ['A', 'B', 'C', 'D']) {
          const places = gone.filter((job) => job.parties.includes(name)).map(({ place }) => place);
          expect(places).toEqual(places.toSorted((left, right) => left - right));
        }
        expect(lanes.size).toBe(0);
      }),
    );
  });

  it('join no more bytes than a document holds, and nothing that must go alone', () => {
    const lanes = new Lanes();
    const jobs = [0, 1, 2, 3].map((place) => jobOf(place, ['A']));
    for (const job of jobs) lanes.add(job);
    const [first] = jobs;
    const two = lanes.take({ ...limits, bytesMax: 2 * (first?.size ?? 0) }) ?? [];
    expect(two.map(({ place }) => place)).toEqual([0, 1]);
    for (const job of two) job.alone = true;
    lanes.release(two, two);
    expect(lanes.take(limits)?.map(({ place }) => place)).toEqual([0]);
  });

  it('join single events of several parties only when told to, a document never', () => {
    const lanes = new Lanes();
    const jobs = [jobOf(0, ['A']), jobOf(1, ['B', 'C']), jobOf(2, ['D']), jobOf(3, ['A']), jobOf(4, ['E'])];
    for (const job of jobs) lanes.add(job);
    const places = (acrossParties: boolean) =>
      lanes.take({ ...limits, eventsMax: 50, acrossParties })?.map(({ place }) => place);
    expect(places(true)).toEqual([0, 3, 2, 4]);
    expect(places(true)).toEqual([1]);
    expect(places(true)).toBeUndefined();
    lanes.release(jobs.filter(({ place }) => place !== 1));
    for (const job of [jobOf(5, ['A']), jobOf(6, ['D'])]) lanes.add(job);
    expect(places(false)).toEqual([5]);
    expect(places(false)).toEqual([6]);
  });
});
