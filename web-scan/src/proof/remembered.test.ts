import { describe, expect, it } from 'vitest';
import { keep, ownStore, remember } from './remembered.ts';

const remembered = { network: 'trial', pins: '{}', seen: { size: 3, root: 'r', states: 's' } };

const storeOf = (text: string | null) => ({
  text,
  getItem() {
    return this.text;
  },
  setItem(_: string, value: string) {
    this.text = value;
  },
});
const throwing = {
  getItem: (): string => {
    throw new DOMException('refused', 'SecurityError');
  },
  setItem: (): void => {
    throw new DOMException('full', 'QuotaExceededError');
  },
};

describe('what a browser remembers', () => {
  it('is what was kept', () => {
    const store = storeOf(null);
    keep(store, remembered);
    expect(remember(store)).toEqual(remembered);
  });

  it('is nothing at first, without a store, and with one that refuses', () => {
    expect(remember(storeOf(null))).toBeUndefined();
    expect(remember(undefined)).toBeUndefined();
    expect(remember(throwing)).toBeUndefined();
    expect(() => keep(throwing, remembered)).not.toThrow();
    expect(() => keep(undefined, remembered)).not.toThrow();
  });

  it.each([
    ['{'],
    ['null'],
    ['[]'],
    ['"text"'],
    ['{"network":"trial"}'],
    [JSON.stringify({ ...remembered, pins: 1 })],
    [JSON.stringify({ ...remembered, seen: null })],
    [JSON.stringify({ ...remembered, seen: { ...remembered.seen, size: -1 } })],
    [JSON.stringify({ ...remembered, seen: { ...remembered.seen, size: '3' } })],
    [JSON.stringify({ ...remembered, seen: { size: 3, root: 'r' } })],
  ])('is nothing where %s was found', (text) => {
    expect(remember(storeOf(text))).toBeUndefined();
  });

  it('has no store of its own where the browser refuses one', () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'localStorage');
    Object.defineProperty(globalThis, 'localStorage', { configurable: true, get: throwing.getItem });
    try {
      expect(ownStore()).toBeUndefined();
    } finally {
      if (before) Object.defineProperty(globalThis, 'localStorage', before);
      else Reflect.deleteProperty(globalThis, 'localStorage');
    }
  });
});
