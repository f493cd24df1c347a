import { setTimeout as pause } from 'node:timers/promises';
import { FabricError } from '../fabric-error.ts';
import type { Ground } from '../ground.ts';
import { ordererAddress, tlsAuthority, tryPeer } from '../tools.ts';
import type { Organisation } from '../topology.ts';

const eventTimeout = '8s';
const deadlineMs = 60_000;
const pauseMs = 200;

/**
 * Runs a `peer lifecycle` command that writes a transaction, until it has succeeded or `isDone` says that it is done: a transaction that was waited for in
 * vain may come later. `peer` hands a transaction to one orderer, and one that has complained of its leader alone passes nothing on, so each try takes
 * the next organisation's, its own first. Peers that have just joined do not know each other yet: that ends by itself too.
 * @throws FabricError when ordering has decided against it, or after a minute.
 */
export async function submitLifecycle(
  ground: Ground,
  organisation: Organisation,
  {
    args,
    isDone,
  }: { readonly args: readonly string[]; readonly isDone: (errors: string) => Promise<boolean> },
): Promise<void> {
  const { organisations } = ground.topology;
  const own = organisations.indexOf(organisation);
  const until = Date.now() + deadlineMs;
  for (let attempt = 0; ; attempt++) {
    const via = organisations[(own + attempt) % organisations.length] ?? organisation;
    const said = await tryPeer(ground, organisation, [
      ...['lifecycle', 'chaincode', ...args, '--waitForEventTimeout', eventTimeout],
      ...['--orderer', ordererAddress(via), '--tls', '--cafile', tlsAuthority(ground, via)],
    ]);
    if (said.ok || (await isDone(said.errors))) return;
    if (/transaction invalidated/.test(said.errors) || Date.now() > until)
      throw new FabricError(
        `${organisation.name} could not ${args[0]}: ${said.errors.trim().split('\n').at(-1)?.slice(0, 500)}`,
      );
    await pause(pauseMs);
  }
}
