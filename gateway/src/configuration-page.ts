import { settings } from './settings.ts';

/** docs/configuration.md, from the settings themselves. */
export function configurationPage(): string {
  const rows = Object.values(settings).map(
    ({ variable, fallback, accepts, effect }) =>
      `| \`${variable}\` | ${fallback === undefined ? '–' : `\`${fallback}\``} | ${accepts} | ${effect} |`,
  );
  return `${[
    '# Configuration of the gateway',
    '',
    'The gateway reads its environment once, at the start. A wrong value, or a `MENGSU_` key that is not listed, stops the start with one sentence.',
    '',
    'Written by `node gateway/write-configuration-page.ts` from `gateway/src/settings.ts`; a test compares.',
    '',
    '| key | default | accepts | effect |',
    '|---|---|---|---|',
    ...rows,
  ].join('\n')}\n`;
}
