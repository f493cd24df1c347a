import { MengsuClient } from '@mengsu/client';
import { examples } from '@mengsu/web-scan/views/examples';
import { describe, expect, it } from 'vitest';

describe.each(Object.entries(examples))(
  'the client, given the %s as the gateway answers it',
  (_name, example) => {
    const { canonicalUrl: _, ...rest } = example;
    const answer = { ...rest, holdings: [] };
    const client = new MengsuClient('http://gateway.test', { fetch: async () => Response.json(answer) });

    it('reads every member that the page shows', async () => {
      expect(await client.lot(example.gtin, example.lot)).toEqual(answer);
    });
  },
);
