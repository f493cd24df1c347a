import type { CodeWords } from './code-words.ts';
import { groupDigits } from './group-digits.ts';

export const codeZh: CodeWords = {
  title: '这一件的编码',
  serial: '编码',
  states: {
    active: '这个编码在账本上，已贴在一件商品上。',
    inactive: '这个编码尚未启用：贴着它的商品还不该出售。',
    void: '这个标签已作废，不应出现在商品上。',
  },
  tooMany: '这个编码被扫得太多、太分散：这不可能只是一件商品。请向销售者询问，或拨打 12315。',
  copies: '编码可以被照抄：查得到记录，不表示手里的就是那一件。',
  issued: '赋码记录',
  activated: '启用记录',
  voided: '作废记录',
  holds: '本箱内装',
  neverScanned: '近 30 天内没有别人扫过这个编码的记录。',
  unknownTitle: '没有这个编码',
  noSets: '这一批的编码资料不在本站，无法核对这个编码。',
  unknownAdvice:
    '请重新扫描，或对照标签逐位输入。如果标签上就是这个编码，请留好包装，向销售者或当地市场监管部门反映（电话 12315）。',
  unknown: (serial) => `「${serial}」不是这个生产者标签上的编码。`,
  scanned: (timesSince, places, isFull) => [
    '近 30 天内，这个编码首次被扫是在',
    `${timesSince === 0 ? '，此后没有再被扫' : `，此后${isFull ? '至少' : ''}又被扫 ${groupDigits(timesSince)} 次`}，至少来自 ${groupDigits(places)} 个地方。`,
  ],
};
