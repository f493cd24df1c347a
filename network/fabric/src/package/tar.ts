/** One file of an archive; its name is a relative path of at most 100 bytes. */
export interface TarFile {
  readonly name: string;
  readonly content: Uint8Array;
}

const blockBytes = 512;

/**
 * A tar archive (POSIX.1-2024, ustar) that depends on nothing but names and contents: the order given, mode 0644, owner 0, time 0.
 * @throws RangeError for a name that ustar's first field cannot hold.
 */
export function makeTar(files: readonly TarFile[]): Buffer {
  const parts = files.flatMap(({ name, content }) => [
    header(name, content.length),
    Buffer.from(content),
    Buffer.alloc((blockBytes - (content.length % blockBytes)) % blockBytes),
  ]);
  return Buffer.concat([...parts, Buffer.alloc(2 * blockBytes)]);
}

function header(name: string, size: number): Buffer {
  if (!/^[\x21-\x7e]{1,100}$/.test(name)) throw new RangeError(`${name} is no name for an archive`);
  const block = Buffer.alloc(blockBytes);
  block.write(name, 0, 'ascii');
  block.write(octal(0o644, 7), 100, 'ascii');
  block.write(octal(0, 7), 108, 'ascii');
  block.write(octal(0, 7), 116, 'ascii');
  block.write(octal(size, 11), 124, 'ascii');
  block.write(octal(0, 11), 136, 'ascii');
  block.write('        ', 148, 'ascii');
  block.write('0', 156, 'ascii');
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return block;
}

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');
