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
    zh: '一次提交的内容太大,请分批提交',
    en: 'Too much was sent at once; send it in parts',
  },
  EVENT_INVALID: { zh: '这条记录的内容不符合要求', en: 'This record does not have the required form' },
  NETWORK_MISMATCH: { zh: '这条记录是为另一个网络签名的', en: 'This record was signed for another network' },
  DEVICE_UNKNOWN: { zh: '签名设备未登记', en: 'The signing device is not enrolled' },
  SIGNATURE_INVALID: { zh: '签名无效', en: 'The signature is not valid' },
  DEVICE_REVOKED: {
    zh: '签名设备已被吊销,请用另一台设备重新签名',
    en: 'The signing device was revoked; sign again with another one',
  },
  DEVICE_NOT_VALID_THEN: {
    zh: '所述时间不在设备的有效期内',
    en: 'The device was not valid at the stated time',
  },
  EVENT_WITHDRAWN: { zh: '签名人已撤回这条记录', en: 'A signer has withdrawn this record' },
  EVENT_EXPIRED: {
    zh: '这条记录已过提交期限,请重新签名',
    en: 'This record is past its time limit; sign it again',
  },
  EVENT_IN_FUTURE: {
    zh: '记录的时间晚于现在,请检查设备时钟',
    en: 'The record is dated in the future; check the clock of the device',
  },
  PARTY_UNKNOWN: { zh: '主体未登记', en: 'The party is not enrolled' },
  PARTY_SUSPENDED: { zh: '主体已被暂停', en: 'The party is suspended' },
  MANDATE_MISSING: { zh: '没有代该主体签名的委托', en: 'There is no mandate to sign for this party' },
  ROLE_NOT_ALLOWED: { zh: '该主体或设备无权做这件事', en: 'This party or device may not do this' },
  COSIGNER_MISSING: { zh: '缺少必须的共同签名', en: 'A required second signature is missing' },
  ALREADY_REGISTERED: { zh: '这个编号已经登记过', en: 'This identifier is registered already' },
  EVENT_RECORDED: { zh: '已经上链的记录不能撤回', en: 'A record on the ledger cannot be withdrawn' },
  SUBJECT_UNKNOWN: { zh: '所指的设备未登记', en: 'The device that is named is not enrolled' },
  SITE_UNKNOWN: { zh: '地点未登记', en: 'The site is not registered' },
  CATEGORY_UNKNOWN: { zh: '品类未登记', en: 'The category is not registered' },
  PRODUCT_UNKNOWN: { zh: '产品未登记', en: 'The product is not registered' },
  PRODUCT_NOT_YOURS: { zh: '产品属于另一主体', en: 'The product belongs to another party' },
  LOT_UNKNOWN: { zh: '没有这个批次', en: 'There is no such lot' },
  LOT_EXISTS: { zh: '这个批次号已经用过', en: 'This lot number is used already' },
  SHIPMENT_UNKNOWN: { zh: '没有这张交接单', en: 'There is no such shipment' },
  SHIPMENT_NOT_YOURS: { zh: '这张交接单不是您的', en: 'This shipment is not yours' },
  SHIPMENT_CLOSED: { zh: '这张交接单已经办结', en: 'This shipment is closed' },
  MEASURE_MISMATCH: { zh: '计量单位或数量对不上', en: 'The measures or amounts do not match' },
  HOLDING_TOO_SMALL: { zh: '库存不足', en: 'There is not enough in hand' },
} as const satisfies Record<LedgerErrorCode, Sentence>;
