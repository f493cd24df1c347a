import type { BreachCode } from './breaches.ts';
import type { LedgerErrorCode } from './errors.ts';

/** A sentence in the languages of every screen. Traditional Mongolian is given only where a native reader has confirmed it (docs/words.md). */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

/** What a refusal means, for people. A code without a sentence does not compile. */
export const refusalSentences = {
  DOCUMENT_INVALID: { zh: '提交的内容格式不正确', en: 'What was sent has the wrong form' },
  DOCUMENT_TOO_LARGE: {
    zh: '一次提交的内容太大，请分批提交',
    en: 'Too much was sent at once; send it in parts',
  },
  EVENT_INVALID: { zh: '这条记录的内容不符合要求', en: 'This record does not have the required form' },
  NETWORK_MISMATCH: { zh: '这条记录是为另一个网络签名的', en: 'This record was signed for another network' },
  DEVICE_UNKNOWN: { zh: '签名设备未登记', en: 'The signing device is not enrolled' },
  SIGNATURE_INVALID: { zh: '签名无效', en: 'The signature is not valid' },
  DEVICE_REVOKED: {
    zh: '签名设备已被吊销，请用另一台设备重新签名',
    en: 'The signing device was revoked; sign again with another one',
  },
  DEVICE_NOT_VALID_THEN: {
    zh: '所述时间不在设备的有效期内',
    en: 'The device was not valid at the stated time',
  },
  EVENT_WITHDRAWN: { zh: '签名人已撤回这条记录', en: 'A signer has withdrawn this record' },
  EVENT_EXPIRED: {
    zh: '这条记录已过提交期限，请重新签名',
    en: 'This record is past its time limit; sign it again',
  },
  EVENT_IN_FUTURE: {
    zh: '记录的时间晚于现在，请检查设备时钟',
    en: 'The record is dated in the future; check the clock of the device',
  },
  PARTY_UNKNOWN: { zh: '主体未登记', en: 'The party is not enrolled' },
  PARTY_SUSPENDED: { zh: '主体已被暂停', en: 'The party is suspended' },
  MANDATE_MISSING: { zh: '没有代该主体签名的委托', en: 'There is no mandate to sign for this party' },
  ROLE_NOT_ALLOWED: { zh: '该主体或设备无权做这件事', en: 'This party or device may not do this' },
  OUT_OF_REMIT: {
    zh: '不在该监管部门的职责或辖区内',
    en: 'This is outside the regulator’s remit or division',
  },
  COSIGNER_MISSING: { zh: '缺少必须的共同签名', en: 'A required second signature is missing' },
  ALREADY_REGISTERED: { zh: '这个编号已经登记过', en: 'This identifier is registered already' },
  EVENT_RECORDED: { zh: '已经上链的记录不能撤回', en: 'A record on the ledger cannot be withdrawn' },
  SUBJECT_UNKNOWN: { zh: '所指的对象不存在', en: 'What is named is not on the ledger' },
  SUBJECT_CLOSED: { zh: '所指的事项已经办结', en: 'What is named is closed already' },
  SITE_UNKNOWN: { zh: '地点未登记', en: 'The site is not registered' },
  CATEGORY_UNKNOWN: { zh: '品类未登记', en: 'The category is not registered' },
  PRODUCT_UNKNOWN: { zh: '产品未登记', en: 'The product is not registered' },
  PRODUCT_NOT_YOURS: { zh: '产品属于另一主体', en: 'The product belongs to another party' },
  PROCESS_UNKNOWN: { zh: '工艺未登记', en: 'The process is not registered' },
  PROCESS_UNSOUND: {
    zh: '按这个工艺可以凭空多出产品，不能登记',
    en: 'This process could make goods from nothing; it cannot be registered',
  },
  INPUT_UNKNOWN: { zh: '投入品未登记', en: 'The input is not registered' },
  LOT_UNKNOWN: { zh: '没有这个批次', en: 'There is no such lot' },
  LOT_EXISTS: { zh: '这个批次号已经用过', en: 'This lot number is used already' },
  SHIPMENT_UNKNOWN: { zh: '没有这张交接单', en: 'There is no such shipment' },
  SHIPMENT_NOT_YOURS: { zh: '这张交接单不是您的', en: 'This shipment is not yours' },
  SHIPMENT_CLOSED: { zh: '这张交接单已经办结', en: 'This shipment is closed' },
  UNIT_UNKNOWN: { zh: '没有这个物流单元', en: 'There is no such logistic unit' },
  CERTIFICATE_UNKNOWN: { zh: '没有这张证书', en: 'There is no such certificate' },
  MEASURE_MISMATCH: { zh: '计量单位或数量对不上', en: 'The measures or amounts do not match' },
  HOLDING_TOO_SMALL: { zh: '库存不足', en: 'There is not enough in hand' },
  QUOTA_OVERLAPS: { zh: '与已有配额的时间重叠', en: 'A quota for these days is there already' },
  CODES_EXCEED_PIECES: { zh: '赋码数超过产品件数', en: 'There would be more codes than pieces' },
  LOT_NOT_CLAIMABLE: {
    zh: '这个批次没有标识资格或正被封存，不能赋码或开具合格证',
    en: 'This lot has no claim, or is on hold: no codes or declaration',
  },
  NOT_REVERSIBLE: {
    zh: '后面已有记录用到它，数量不能撤销，只能注明更正',
    en: 'Other records build on it: it can be marked as wrong, not undone',
  },
  ALREADY_CORRECTED: { zh: '这条记录已经更正过', en: 'This record was corrected already' },
  LIMIT_EXCEEDED: { zh: '超出允许的限度', en: 'This is beyond what is allowed' },
} as const satisfies Record<LedgerErrorCode, Sentence>;

/** What a breach means, for people. */
export const breachSentences = {
  CLAIM_OUT_OF_SCOPE: {
    zh: '所用证书不覆盖该产品或地点，标识不成立',
    en: 'The certificate does not cover the product or site; the claim was dropped',
  },
  CLAIM_NOT_VALID_THEN: {
    zh: '当时证书或配额无效，标识不成立',
    en: 'The certificate or quota was not valid then; the claim was dropped',
  },
  CLAIM_NOT_INHERITED: {
    zh: '主要原料没有同样的标识，标识不成立',
    en: 'Not every principal input carries the claim; it was dropped',
  },
  OVER_QUOTA: { zh: '产量超过核定配额', en: 'More was brought in than the quota allows' },
  YIELD_OUT_OF_BAND: { zh: '出品率超过工艺上限', en: 'More came out than the process can yield' },
  RETURNED_FOOD: { zh: '使用或再售了退回的食品', en: 'Food that customers gave back was used or sold again' },
  PAPER_MISSING: { zh: '缺少规定的证明', en: 'A required paper is missing' },
  INTERVAL_NOT_OVER: {
    zh: '休药期或安全间隔期未满',
    en: 'The interval after a medicine or pesticide was not over',
  },
  TEST_MISSING: { zh: '没有规定的合格检验', en: 'A required test is missing' },
  EXPIRED: { zh: '已过保质期', en: 'It was past its date' },
  ON_HOLD: { zh: '封存期间被使用、移动或销售', en: 'It was used, moved or sold while on hold' },
  RECALLED: { zh: '召回期间被使用、移动或销售', en: 'It was used, moved or sold while recalled' },
  PAPER_EXPIRED: { zh: '证明已过有效期', en: 'A paper was past its validity' },
  LATE: { zh: '记录晚于事发14天以上', en: 'It was recorded more than 14 days after it was said to happen' },
} as const satisfies Record<BreachCode, Sentence>;
