import { organisations } from '@mengsu/chaincode/model';
import * as z from 'zod';

/** One key of the environment: what it accepts, what holds when it is absent, and what it does. */
export interface Setting<T> {
  readonly variable: string;
  readonly schema: z.ZodType<T, string>;
  /** Text as it would stand in the environment; undefined where the default follows from other settings. */
  readonly fallback: string | undefined;
  readonly effect: string;
  /** What is accepted, in words: `1 to 65535`. */
  readonly accepts: string;
}

const whole = (min: number, max: number) => ({
  schema: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .refine((value) => value >= min && value <= max),
  accepts: `a whole number, ${min} to ${max}`,
});
const oneOf = <const T extends readonly [string, ...string[]]>(...values: T) => ({
  schema: z.enum(values),
  accepts: values.join(', '),
});
const text = (schema: z.ZodType<string, string>, accepts: string) => ({ schema, accepts });

function setting<T>(
  variable: string,
  kind: { schema: z.ZodType<T, string>; accepts: string },
  said: { fallback?: string; effect: string },
): Setting<T> {
  return { variable, ...kind, fallback: said.fallback, effect: said.effect };
}

const path = text(z.string().min(1).max(4096), 'a path');
const webAddress = text(
  z
    .string()
    .max(2048)
    .refine((value) => /^https?:\/\/[^/?#]+$/.test(value) && URL.canParse(value)),
  'http:// or https://, a host, nothing after it',
);
const storeAddress = text(
  z.string().regex(/^(sqlite:.+|postgres(ql)?:\/\/.+)$/),
  'sqlite:PATH or postgres://…',
);

/** Every key of the gateway's environment. docs/configuration.md is generated from this table. */
export const settings = {
  port: setting('PORT', whole(0, 65_535), {
    fallback: '8080',
    effect: 'Port of the HTTP server; 0 takes any free one and says which in `MENGSU_DATA/gateway.json`.',
  }),
  host: setting('HOST', text(z.string().min(1).max(253), 'an address or host name'), {
    fallback: '127.0.0.1',
    effect: 'Address that the HTTP server listens on. TLS belongs to the proxy before it.',
  }),
  dataFolder: setting('MENGSU_DATA', path, {
    fallback: 'data',
    effect: 'Folder of everything that the gateway keeps. It is made when it is not there.',
  }),
  databaseUrl: setting('DATABASE_URL', storeAddress, {
    effect:
      'The store: a SQLite file, or PostgreSQL 15 and later. One gateway or `mengsu rebuild` has it at a time. Default: `sqlite:MENGSU_DATA/mengsu.sqlite`.',
  }),
  connectionFile: setting('MENGSU_CONNECTION', path, {
    effect:
      'The file that says where the ledger is and who we are on it. Default: `MENGSU_DATA/connection.json`.',
  }),
  organisation: setting('MENGSU_ORGANISATION', oneOf(...organisations), {
    fallback: 'ProducersMSP',
    effect: 'The organisation whose client identity the gateway uses.',
  }),
  publicUrl: setting('MENGSU_PUBLIC_URL', webAddress, {
    effect: 'The address that labels and links carry. Default: the address that the server listens on.',
  }),
  icp: setting(
    'MENGSU_ICP',
    text(
      z.string().regex(/^[\p{Script=Han}\w()（）-]{4,40}$/u),
      '4 to 40 Chinese signs, letters, digits, brackets, hyphens',
    ),
    {
      effect:
        'Number of the site’s ICP filing, shown at the foot of every page with a link to the register. Default: none is shown.',
    },
  ),
  waitMs: setting('MENGSU_WAIT_MS', whole(0, 30_000), {
    fallback: '5000',
    effect: 'How long a post waits for the ledger before it is answered 202.',
  }),
  waitMaxMs: setting('MENGSU_WAIT_MAX_MS', whole(0, 120_000), {
    fallback: '30000',
    effect: 'The longest wait that a client may ask for with `Prefer: wait=N`.',
  }),
  endorseDeadlineMs: setting('MENGSU_ENDORSE_DEADLINE_MS', whole(100, 300_000), {
    fallback: '30000',
    effect: 'Deadline of one endorsement.',
  }),
  submitDeadlineMs: setting('MENGSU_SUBMIT_DEADLINE_MS', whole(100, 300_000), {
    fallback: '15000',
    effect: 'Deadline of handing one transaction to ordering.',
  }),
  streamSilenceMs: setting('MENGSU_STREAM_SILENCE_MS', whole(500, 600_000), {
    fallback: '3000',
    effect:
      'After so long without a block the ledger is asked for its height; a stream that is behind is opened anew.',
  }),
  outboxEventsMax: setting('MENGSU_OUTBOX_EVENTS_MAX', whole(200, 1_000_000), {
    fallback: '20000',
    effect: 'Events that may wait for the ledger; above it posts are answered 429.',
  }),
  outboxBytesMax: setting('MENGSU_OUTBOX_BYTES_MAX', whole(1_048_576, 8_589_934_592), {
    fallback: '134217728',
    effect: 'Bytes of waiting events; above it posts are answered 429.',
  }),
  outboxStrangerEventsMax: setting('MENGSU_OUTBOX_STRANGER_EVENTS_MAX', whole(200, 1_000_000), {
    fallback: '400',
    effect:
      'Of these, events with a signer whom nobody known has enrolled; above it such posts are answered 429. They wait in one lane of their own.',
  }),
  outboxAgeMaxMs: setting('MENGSU_OUTBOX_AGE_MAX_MS', whole(1_000, 86_400_000), {
    fallback: '60000',
    effect: '`/readyz` answers 503 when an event waits longer for the ledger.',
  }),
  joinedEventsMax: setting('MENGSU_JOINED_EVENTS_MAX', whole(1, 200), {
    fallback: '50',
    effect: 'Single events that are joined into one transaction, at most.',
  }),
  transactionsInFlightMax: setting('MENGSU_TRANSACTIONS_IN_FLIGHT_MAX', whole(1, 400), {
    fallback: '16',
    effect:
      'Transactions under way at once; a party has one at a time. When only one more may be, it takes the single events of all parties that wait.',
  }),
  jobKeepMs: setting('MENGSU_JOB_KEEP_MS', whole(60_000, 2_592_000_000), {
    fallback: '604800000',
    effect: 'How long the answer of a job that was promised with 202 can be fetched.',
  }),
  requestsPerMinuteMax: setting('MENGSU_REQUESTS_PER_MINUTE_MAX', whole(0, 10_000_000), {
    fallback: '6000',
    effect: 'Requests a minute from one address, above it 429; 0 turns the limit off.',
  }),
  trustedProxies: setting('MENGSU_TRUSTED_PROXIES', whole(0, 8), {
    fallback: '0',
    effect: 'Number of proxies before the gateway whose `X-Forwarded-For` is believed.',
  }),
  requestTimeoutMs: setting('MENGSU_REQUEST_TIMEOUT_MS', whole(1_000, 600_000), {
    fallback: '30000',
    effect: 'A request must have arrived whole within this time.',
  }),
  stopTimeoutMs: setting('MENGSU_STOP_TIMEOUT_MS', whole(0, 300_000), {
    fallback: '10000',
    effect: 'How long a stop waits for requests under way. What waits for the ledger stays in the outbox.',
  }),
  indexBehindBlocksMax: setting('MENGSU_INDEX_BEHIND_BLOCKS_MAX', whole(1, 1_000_000), {
    fallback: '50',
    effect: '`/readyz` answers 503 when the index is further behind the ledger.',
  }),
  audit: setting('MENGSU_AUDIT', oneOf('on', 'off'), {
    fallback: 'on',
    effect:
      'Whether the gateway executes the law again, behind its index, and compares what the ledger holds. Alarms: `GET /api/alarms`, `/readyz`, `mengsu_law_alarms`.',
  }),
  serviceKeyFile: setting('MENGSU_SERVICE_KEY', path, {
    effect:
      'File with the private JWK of an organisation’s service key (mode 0600). With it the gateway carries holds, recalls, failed tests and intervals down to what was made before (`spread`). A file that cannot be used is told in the log, and looked at again when an organisation is founded. Default: nothing is spread.',
  }),
  logKeyFile: setting('MENGSU_LOG_KEY', path, {
    effect:
      'File with the private JWK of an organisation’s log key (mode 0600). With it the gateway proposes checkpoints of the log and cosigns those of others that its own log agrees with (`cosign`). Default: it signs none.',
  }),
  witnesses: setting('MENGSU_WITNESSES', whole(1, 4), {
    fallback: '3',
    effect: 'How many organisations must have signed a checkpoint before it is shown as proof.',
  }),
  reportsKeepDays: setting('MENGSU_REPORTS_KEEP_DAYS', whole(30, 3_650), {
    fallback: '365',
    effect:
      'How long a 投诉 or 举报 is kept, sealed under `MENGSU_DATA/reports-key` (made at the first start; back it up apart from the store).',
  }),
  reportsMax: setting('MENGSU_REPORTS_MAX', whole(1, 1_000_000), {
    fallback: '20000',
    effect: 'Reports that are kept at once; above it new ones are answered 429.',
  }),
  codeKeyFile: setting('MENGSU_CODE_KEY', path, {
    effect:
      'File with the secret behind the check characters of item codes (mode 0600), made at its first need. Every gateway that answers for the same labels, and whoever makes their codes, has the same one; a new one makes printed codes unknown. Default: `MENGSU_DATA/code-key`.',
  }),
  labels: setting('MENGSU_LABELS', oneOf('loopback', 'off', 'open'), {
    fallback: 'loopback',
    effect:
      'Who may have labels of pieces drawn by `POST /api/labels`: programs on this machine, nobody, or everybody who reaches the gateway. Whoever has the labels can put them on other goods.',
  }),
  labelFont: setting('MENGSU_LABEL_FONT', path, {
    effect:
      'Font file for 中文 on labels, `file` or `file#face`. Default: Noto Sans CJK and others where systems keep them; where none is, labels are refused with `FONT_MISSING`.',
  }),
  logLevel: setting('MENGSU_LOG_LEVEL', oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'), {
    fallback: 'info',
    effect: 'What is logged, as JSON lines on standard output.',
  }),
  faults: setting('MENGSU_FAULTS', oneOf('0', '1'), {
    fallback: '0',
    effect: 'For tests: 1 allows `MENGSU_FAULT_FILE`.',
  }),
  faultFile: setting('MENGSU_FAULT_FILE', path, {
    effect:
      'For tests: `step:count` in this file kills the gateway when it passes that step of the write path for the count-th time, `step:count:pid` another process; the file is deleted.',
  }),
} as const;

/** Keys that belong to other rooms of the project and may stand in the same environment. */
export const foreignVariables: readonly RegExp[] = [
  /^MENGSU_REQUIRE$/,
  /^MENGSU_((FAULT|HAMMER)_SEEDS?|FAULT_SECONDS|SEED)$/,
  /^MENGSU_((API_)?HISTORY_(RUNS|SHOW)|DETERMINISM_RUNS)$/,
  /^MENGSU_(DEVNET|CHAINCODE|DEMO|BENCH|FABRIC|TEST)_/,
];
