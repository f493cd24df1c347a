import { exampleGtin } from './builder.ts';

/** The Mongolian name says mutton (docs/words.md). */
const mutton = 'ᠬᠣᠨᠢᠨ\u202fᠤ ᠮᠢᠬ\u180eᠠ';

export const lamb = {
  gtin: exampleGtin('9952150001010'),
  names: { zh: '锡林郭勒活羔羊', en: 'Xilingol live lambs' },
  category: 'live-lamb',
};
export const carcass = {
  gtin: exampleGtin('9952150000010'),
  names: {
    zh: '锡林郭勒羔羊胴体(冷鲜)',
    en: 'Xilingol lamb carcass, chilled',
    'mn-Mong': mutton,
  },
  category: 'meat-carcass',
};
export const leg = {
  gtin: exampleGtin('9952150000011'),
  names: {
    zh: '锡林郭勒羊腿(带骨分割)',
    en: 'Xilingol lamb leg, bone-in',
    'mn-Mong': mutton,
  },
  category: 'meat-cut',
};
