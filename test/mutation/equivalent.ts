/** A mutant that changes nothing anyone could notice. Named by what it says, not by where it stands. */
export interface Equivalent {
  readonly file: string;
  /** What is broken, as the list of survivors says it. */
  readonly source: string;
  readonly change: string;
  /** Only on the line that says this, where the same source stands several times. */
  readonly line?: string;
  readonly reason: string;
}

const canonical = 'chaincode/src/model/canonical.ts';
/** `isOrdered` is a short way: where it says no, the longer way is gone and gives the same answer. */
const shortcut = 'the text is judged by the longer way, which gives the same answer';

const onceEach = 'a list that names none twice has no more of them than there are';

export const equivalent: readonly Equivalent[] = [
  {
    file: 'chaincode/src/model/base64url.ts',
    source: 'index < binary.length',
    change: '< becomes <=',
    reason: 'a typed array takes no byte beyond its end',
  },
  {
    file: canonical,
    source: '!(error instanceof SyntaxError)',
    change: 'always false',
    reason: 'JSON.parse of a text throws nothing else',
  },
  {
    file: canonical,
    source: 'isOrdered(value, depthMax) && JSON.stringify(value) === text',
    change: 'always false',
    reason: shortcut,
  },
  {
    file: canonical,
    source: "typeof value !== 'object'",
    change: 'left out',
    line: "if (typeof value !== 'object' || value === null) return true;",
    reason: shortcut,
  },
  {
    file: canonical,
    source: 'depthLeft === 0',
    change: 'always true',
    line: 'if (depthLeft === 0) return false;',
    reason: shortcut,
  },
  {
    file: canonical,
    source: 'Array.isArray(value)',
    change: 'always false',
    line: 'if (Array.isArray(value)) return value.every((item: Json) => isOrdered(item, depthLeft - 1));',
    reason: shortcut,
  },
  { file: canonical, source: 'last === undefined', change: 'left out', reason: shortcut },
  { file: canonical, source: 'last < key', change: 'left out', reason: shortcut },
  {
    file: canonical,
    source: 'last < key',
    change: '< becomes <=',
    reason: 'an object has no two members of one key',
  },
  {
    file: canonical,
    source: '!isNext || !isOrdered(member, depthLeft - 1)',
    change: 'always true',
    reason: shortcut,
  },
  {
    file: 'chaincode/src/model/envelope.ts',
    source: 'error instanceof LedgerError',
    change: 'always true',
    reason: 'parseEvent throws nothing else',
  },
  {
    file: 'chaincode/src/model/document.ts',
    source: '!(error instanceof SyntaxError)',
    change: 'always false',
    reason: 'JSON.parse of a text throws nothing else',
  },
  {
    file: 'chaincode/src/model/event/catalogue.ts',
    source: '.max(paperKinds.length)',
    change: 'left out',
    reason: onceEach,
  },
  {
    file: 'chaincode/src/model/event/catalogue.ts',
    source: '.max(wantingActs.length)',
    change: 'left out',
    reason: onceEach,
  },
  {
    file: 'chaincode/src/model/event/index.ts',
    source: 'payload.length > limits.longEventBytesMax',
    change: 'always false',
    reason: 'a text has no fewer bytes than UTF-16 units: the longer way counts them',
  },
  {
    file: 'chaincode/src/model/event/index.ts',
    source: "'act' in value",
    change: 'left out',
    reason: 'a member that is not there is undefined',
  },
  {
    file: 'chaincode/src/model/event/index.ts',
    source: '!issue',
    change: 'always false',
    reason: 'an error of the library has an issue at least',
  },
  {
    file: 'chaincode/src/acts/grant-quota.ts',
    source: '86_400_000',
    change: 'one more',
    reason: 'a millisecond a day moves no whole number of days over the bound of 732',
  },
];
