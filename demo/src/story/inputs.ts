import type { EventFieldsOf } from '@mengsu/client';
import { cropIntervalDays, meatIntervalDays } from '../facts.ts';

/** 投入品 with their intervals in days, by the facts (`quotas.json`); the numbers are nobody's registrations. */
export const inputs: readonly EventFieldsOf<'registerInput'>[] = [
  {
    act: 'registerInput',
    input: 'DEMO-V01',
    kind: 'veterinaryDrug',
    names: { zh: '伊维菌素注射液', en: 'Ivermectin injection' },
    intervals: { meat: meatIntervalDays('伊维菌素注射液', '羊') },
  },
  {
    act: 'registerInput',
    input: 'DEMO-V02',
    kind: 'veterinaryDrug',
    names: { zh: '土霉素注射液', en: 'Oxytetracycline injection' },
    intervals: { meat: meatIntervalDays('土霉素注射液', '牛'), milk: 7 },
  },
  {
    act: 'registerInput',
    input: 'DEMO-P01',
    kind: 'pesticide',
    names: { zh: '多菌灵可湿性粉剂', en: 'Carbendazim wettable powder' },
    intervals: { crop: cropIntervalDays('多菌灵', '小麦') },
  },
  {
    act: 'registerInput',
    input: 'DEMO-P02',
    kind: 'pesticide',
    names: { zh: '仲丁威乳油', en: 'Fenobucarb emulsifiable concentrate' },
    intervals: { crop: cropIntervalDays('仲丁威', '水稻') },
  },
  {
    act: 'registerInput',
    input: 'DEMO-P03',
    kind: 'pesticide',
    names: { zh: '代森锰锌可湿性粉剂', en: 'Mancozeb wettable powder' },
    intervals: { crop: cropIntervalDays('代森锰锌', '马铃薯') },
  },
  {
    act: 'registerInput',
    input: 'DEMO-P04',
    kind: 'pesticide',
    names: { zh: '嘧菌酯悬浮剂', en: 'Azoxystrobin suspension concentrate' },
    intervals: { crop: cropIntervalDays('嘧菌酯', '葡萄') },
  },
  {
    act: 'registerInput',
    input: 'DEMO-P05',
    kind: 'pesticide',
    names: { zh: '联苯菊酯乳油', en: 'Bifenthrin emulsifiable concentrate' },
    intervals: { crop: cropIntervalDays('联苯菊酯', '番茄') },
  },
];
