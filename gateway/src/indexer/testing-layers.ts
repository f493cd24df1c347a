import { type Actor, actors, TestWorld } from './testing-world.ts';

/** `levels` × `width` lots: those of a level are each made from `parents` lots of the level before. All belong to one actor. */
export function layeredWorld(shape: {
  readonly levels: number;
  readonly width: number;
  readonly parents: number;
}) {
  const world = new TestWorld();
  const [actor] = actors;
  if (!actor) throw new Error('the test world has no actors');
  const documents = [world.founding()];
  const lots: string[] = [];
  for (let level = 0; level < shape.levels; level++) {
    const before = lots.slice(-shape.width);
    const events = Array.from({ length: shape.width }, (_, index) => {
      const inputs = Array.from(
        { length: level === 0 ? 0 : shape.parents },
        (_, parent) => before[(index + parent) % before.length] ?? '',
      );
      const lot = `${actor.gtin}/G${level}-${index}`;
      lots.push(lot);
      return world.event(actor.device, layeredFields(actor, lot, inputs));
    });
    for (let start = 0; start < events.length; start += 5) documents.push(events.slice(start, start + 5));
  }
  return { documents, lots, last: lots.at(-1) ?? '' };
}

function layeredFields(
  actor: Actor,
  lot: string,
  inputs: readonly string[],
): { readonly [name: string]: unknown } {
  const made = { lot, amount: { count: 1_000, massG: 1_000 } };
  const { party, sites } = actor;
  if (inputs.length === 0) return { act: 'commission', party, site: sites[0], ...made };
  const used = inputs.map((input) => ({ lot: input, amount: { count: 1, massG: 1 } }));
  return { act: 'transform', party, site: sites[0], operation: 'mix', inputs: used, outputs: [made] };
}
