import { createHmac } from 'node:crypto';

const placeBytes = 9;

/** Where a request comes from, told no closer than a keyed digest of its network: IPv4 /16, IPv6 /32. */
export function coarsePlace(address: string, salt: string): string {
  const digest = createHmac('sha256', salt).update(networkOf(address)).digest();
  return digest.subarray(0, placeBytes).toString('base64url');
}

/** `4:192.0`, `6:2001:db8`, or `unknown`. */
export function networkOf(address: string): string {
  const four = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/i.exec(address);
  if (four) return `4:${Number(four[1])}.${Number(four[2])}`;
  if (!/^[0-9a-f:]+(?:%\w+)?$/i.test(address) || !address.includes(':')) return 'unknown';
  const [left = ''] = address.split('::');
  const [first = '', second = ''] = left.split(':');
  return `6:${groupOf(first)}:${groupOf(second)}`;
}

const groupOf = (text: string): string => Number.parseInt(text || '0', 16).toString(16);
