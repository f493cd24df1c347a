import { describe, expect, it } from 'vitest';
import { bannerNamesEn } from '../words/banner-names-en.ts';
import { divisionNames } from '../words/division-names.ts';
import { divisionHtml } from './place-html.ts';
import { readingOf } from './reading.ts';

const [zh, en] = [readingOf('zh'), readingOf('en')];

describe('a division by name', () => {
  it.each([
    ['152526', '锡林郭勒盟西乌珠穆沁旗', 'West Ujimqin Banner, Xilingol League'],
    ['152500', '锡林郭勒盟', 'Xilingol League'],
    ['150000', '内蒙古自治区', 'Inner Mongolia'],
    ['150199', '呼和浩特市', 'Hohhot'],
    ['159999', '内蒙古自治区', 'Inner Mongolia'],
    ['110105', '北京市 <small>110105</small>', 'Beijing <small>110105</small>'],
    ['110000', '北京市', 'Beijing'],
    ['990000', '区划代码 990000', 'division 990000'],
  ])('%s', (code, inChinese, inEnglish) => {
    expect(divisionHtml(code, zh).text).toBe(inChinese);
    expect(divisionHtml(code, en).text).toBe(inEnglish);
  });

  it('is as narrow or as full as it is asked for', () => {
    expect(divisionHtml('152526', zh, 'narrow').text).toBe('西乌珠穆沁旗');
    expect(divisionHtml('152526', zh, 'full').text).toBe('内蒙古自治区锡林郭勒盟西乌珠穆沁旗');
    expect(divisionHtml('152526', en, 'full').text).toBe(
      'West Ujimqin Banner, Xilingol League, Inner Mongolia',
    );
  });

  it('has 12 leagues and cities, and an English name only for codes that there are', () => {
    const codes = Object.keys(divisionNames);
    expect(codes.filter((code) => code.endsWith('00'))).toHaveLength(12);
    expect(Object.keys(bannerNamesEn).filter((code) => divisionNames[code] === undefined)).toEqual([]);
  });
});
