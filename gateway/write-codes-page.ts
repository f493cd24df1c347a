import { writeFileSync } from 'node:fs';
import { codesPage } from './src/codes-page.ts';

writeFileSync(new URL('../docs/codes.md', import.meta.url), codesPage());
