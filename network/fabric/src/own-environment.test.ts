import { expect, it } from 'vitest';
import { ownEnvironment } from './own-environment.ts';

it('gives the nodes nothing of what configures Fabric in the shell', () => {
  const shell = {
    PATH: '/bin',
    HOME: '/root',
    CORE_PEER_ADDRESS: 'elsewhere',
    ORDERER_GENERAL_LISTENPORT: '1',
  };
  expect(ownEnvironment({ ...shell, FABRIC_CFG_PATH: '/etc', CHAINCODE_ID: 'x', CORE: 'y' })).toEqual({
    PATH: '/bin',
    HOME: '/root',
    CORE: 'y',
  });
});
