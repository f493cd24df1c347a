import { canonicalize, type EventOf } from '@mengsu/chaincode/model';
import type { EventDetails } from './rows.ts';
import type { EventWriter } from './writer.ts';

export function projectCommission(event: EventOf<'commission'>, writer: EventWriter): EventDetails {
  writer.make(event, event);
  return { site: event.site, site_party: event.party };
}

/** Inputs go from the holding to `used`; what is not in the outputs is loss and stays there. */
export function projectTransform(event: EventOf<'transform'>, writer: EventWriter): EventDetails {
  const { party, site } = event;
  for (const { lot, amount } of event.inputs) {
    writer.touch('in', lot, amount);
    writer.transfer(lot, amount, {
      from: { account: 'held', party, place: site },
      to: { account: 'used', party, place: site },
    });
  }
  for (const output of event.outputs) writer.make(output, event);
  return { site, site_party: party, particulars: canonicalize({ operation: event.operation }) };
}
