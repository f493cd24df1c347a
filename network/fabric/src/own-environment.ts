/** Variables by which Fabric's programs and the chaincode are configured: one that stands in an operator's shell would change a node without anybody seeing it. */
const others = /^(CORE|ORDERER|FABRIC|CONFIGTX|CHAINCODE)_/;

/** Our environment without those; what a program needs of them it is given. */
export function ownEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !others.test(name)));
}
