import { chinaDayOf } from '@mengsu/chaincode/model';

const dayMs = 86_400_000;
/** 市场监督管理投诉举报处理暂行办法 (国家市场监督管理总局令第20号), Article 14: the regulator decides on a complaint within 7 working days of receipt. */
export const complaintWorkingDays = 7;

/** The day in 北京时间 that is `count` working days after an instant. Saturdays and Sundays are left out; public holidays and the Saturdays that make up for them are not known here. */
export function workingDaysAfter(instant: string, count: number): string {
  let day = Date.parse(chinaDayOf(instant));
  for (let left = count; left > 0; ) {
    day += dayMs;
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return new Date(day).toISOString().slice(0, 10);
}
