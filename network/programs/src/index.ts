export { Child, type Patience, type Program, patienceDefault, type Supervision } from './child.ts';
export { compileCache, nodeCommand, projectRoot } from './node-command.ts';
