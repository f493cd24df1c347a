import { open, rename } from 'node:fs/promises';

/** The file is replaced whole or not at all. */
export async function writeFileAtomically(file: string, text: string): Promise<void> {
  const making = `${file}.making`;
  const handle = await open(making, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(making, file);
}
