import { type Fields, makeDevice, makeDevices } from './model/testing.ts';
import { type BudgetRow, type BudgetWorld, byBoth, byHerder, row } from './testing-budget.ts';
import { categoryFields, productFields, siteFields, type Trader } from './testing-trade.ts';

export const tradeRegistrar = (at: BudgetWorld): Trader => ({
  id: at.network.TradeMSP.party,
  device: at.network.TradeMSP.registrar,
});
const person = `P${'A'.repeat(43)}`;
const personFields: Fields = {
  act: 'enrolParty',
  subject: person,
  roles: ['trader'],
  organisation: 'TradeMSP',
  division: '150000',
};

export const registryRows: readonly BudgetRow[] = [
  row('found', 'again, by another registrar of the organisation', [3, 14, 9], {
    said: async ({ network }) => {
      const [registrar, log, service] = await makeDevices(3);
      if (!registrar) throw new Error('a key');
      const { party } = network.BrandMSP;
      const keys = {
        registrarKey: registrar.publicKey,
        logKey: log?.publicKey,
        serviceKey: service?.publicKey,
      };
      const fields = { organisation: 'BrandMSP', names: { zh: '登记处' }, division: '150000', ...keys };
      return [{ id: party, device: registrar }, { act: 'found', ...fields }, network.TradeMSP.registrar];
    },
    submitter: { mspId: 'BrandMSP', isAdmin: true },
  }),
  row('enrolDevice', 'by a registrar', [2, 8, 2], {
    said: async (at) => {
      const device = await makeDevice();
      const fields = { act: 'enrolDevice', subject: at.shop.id, key: device.publicKey, role: 'operator' };
      return [tradeRegistrar(at), fields, device];
    },
  }),
  row('enrolDevice', 'a second one, by the party’s first', [2, 7, 2], {
    said: async (at) => {
      const device = await makeDevice();
      const fields = { act: 'enrolDevice', subject: at.shop.id, key: device.publicKey, role: 'operator' };
      return [at.shop, fields, device];
    },
  }),
  row('enrolDevice', 'of a registrar, by another one', [2, 11, 2], {
    said: async (at) => {
      const device = await makeDevice();
      const registrar = tradeRegistrar(at);
      const fields = { act: 'enrolDevice', subject: registrar.id, key: device.publicKey, role: 'registrar' };
      return [registrar, fields, device];
    },
  }),
  row('enrolParty', 'a person, by a registrar', [2, 6, 2], {
    said: (at) => [tradeRegistrar(at), personFields],
  }),
  row('revokeDevice', 'by a registrar', [3, 7, 2], {
    said: (at) => [tradeRegistrar(at), { act: 'revokeDevice', subject: at.shop.device.kid, reason: 'left' }],
  }),
  row('withdraw', 'by the signer', [2, 6, 2], { said: byHerder({ act: 'withdraw', event: 'A'.repeat(43) }) }),
  row('registerSite', 'alone', [2, 6, 2], { said: byHerder(siteFields('BARN-2', 'barn')) }),
  row('registerCategory', 'by both', [3, 9, 2], {
    said: byBoth(() => categoryFields('wine', ['volumeMl'])),
  }),
  row('registerProduct', 'with a registrar', [3, 10, 2], {
    said: (at) => [at.herder, productFields(8, 'raw-milk'), at.network.ProducersMSP.registrar],
  }),
  row('registerProduct', 'with three cosigners', [3, 16, 2], {
    said: (at) => {
      const { registrar } = at.network.ProducersMSP;
      return [at.herder, productFields(8, 'raw-milk'), registrar, at.plant.device, at.shop.device];
    },
  }),
];
