import { expect, it } from 'vitest';
import { groundOf } from './gateway.ts';
import { grounds } from './readiness.ts';

it('says that a network of one machine is a demonstration, on Fabric too', () => {
  expect(groundOf({ demonstration: true, ground: 'devnet' })).toBe('devnet');
  expect(groundOf({ demonstration: true, ground: 'fabric' })).toBe('fabric-one-machine');
  expect(groundOf({ demonstration: false, ground: 'fabric' })).toBe('fabric');
  expect(groundOf({ demonstration: false, ground: 'devnet' })).toBe('fabric');
  expect(grounds['fabric-one-machine'].says).toMatch(/^示范网络: Hyperledger Fabric on one machine/);
});
