import { brotliCompressSync } from 'node:zlib';
import { verifyBundle } from '../../../web-scan/src/verify/index.ts';
import type { TestKey } from '../../../web-scan/src/verify/testing-key.ts';
import { jcs, lotOf, TestLog, type TestOrganisation } from '../../../web-scan/src/verify/testing-prover.ts';
import type { Benchmark, Measurement } from '../benchmark.ts';
import { distributionOf } from '../measure/distribution.ts';

const [leaves, subjects, eventsOfLot, devices, rounds] = [1_000_000, 100_000, 30, 6, 40];
const id = 'A'.repeat(43);

/** A phone has a fourth of this machine's speed: 200 ms there are 50 ms here. Of the processor, so that others on the machine do not count. */
const target = { bound: 'at most', figure: 50 } as const;

/** A lot of 30 events among a million, of which some are signed by two, and the founding and enrolments of their keys. */
function provenLot() {
  const log = new TestLog();
  const organisations = ['ProducersMSP', 'TradeMSP', 'BrandMSP', 'RegulatorMSP'].map((msp) => log.found(msp));
  const keys = Array.from({ length: devices }, (_, at) =>
    log.enrol((organisations[at % 4] as TestOrganisation).registrar, `9115000011701${at}000X`),
  );
  const lot = lotOf('LAMB-2026');
  for (let told = 0; told < eventsOfLot; told++) {
    log.fill(Math.floor(leaves / eventsOfLot), Math.floor(subjects / eventsOfLot));
    const signers = [
      keys[told % devices],
      ...(told % 3 === 0 ? [keys[(told + 1) % devices]] : []),
    ] as TestKey[];
    const lines = Array.from({ length: 3 }, (_, at) => ({ amount: { count: 12, grams: 230_000 + at }, lot }));
    log.tell(
      {
        act: 'dispatch',
        party: `9115000011701${told % devices}000X`,
        notAfter: log.time,
        previous: id,
        lines,
        to: id,
      },
      { signers, touches: () => [['lot', lot, { claims: ['mengzibiao'], holds: [], recalls: [] }]] },
    );
  }
  // Nothing of the log itself: a phone's memory does not hold a million events.
  const given = { pins: log.pins(), nowMs: Date.parse(log.time) };
  return { given, size: log.leaves.length, text: jcs(log.bundle({ lot, lots: [lot] })) };
}

/** As a phone does it, but in Node: nothing is kept between two but the imported keys. */
export const proofVerify: Benchmark = {
  name: 'proof-verify',
  about: 'a proof of 30 events in a log of a million: time to check it, bytes plain and as brotli',
  async run({ say }): Promise<Measurement[]> {
    say('proof-verify: making a log of a million events');
    const { given, size, text } = provenLot();
    const samples: { readonly cpuMs: number; readonly wallMs: number }[] = [];
    for (let round = 0; round <= rounds; round++) {
      const [startMs, before] = [performance.now(), process.cpuUsage()];
      const { events, lots } = await verifyBundle(text, given);
      const { user, system } = process.cpuUsage(before);
      samples.push({ cpuMs: (user + system) / 1000, wallMs: performance.now() - startMs });
      if (events.size < eventsOfLot + devices || lots.size !== 1)
        throw new Error('the proof proves too little');
    }
    const [first, ...rest] = samples;
    const cpu = distributionOf(rest.map(({ cpuMs }) => cpuMs));
    const wall = distributionOf(rest.map(({ wallMs }) => wallMs));
    const brotliBytes = brotliCompressSync(text).length;
    const { events } = JSON.parse(text) as { events: unknown[] };
    const detail = {
      events: events.length,
      leaves: size,
      firstCpuMs: Math.round(first?.cpuMs ?? 0),
      wallP50Ms: wall.p50,
      wallP95Ms: wall.p95,
    };
    return [
      {
        name: 'proof, checked',
        figure: cpu.p95,
        unit: 'CPU ms, p95',
        target,
        samples: rest.length,
        distribution: cpu,
        detail,
      },
      {
        name: 'proof, bytes as brotli',
        figure: brotliBytes,
        unit: 'bytes',
        target: { bound: 'at most', figure: 32 * 1024 },
        samples: 1,
        detail: { plainBytes: Buffer.byteLength(text) },
      },
    ];
  },
};
