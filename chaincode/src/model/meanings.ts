import type { BreachCode } from './breaches.ts';
import type { LedgerErrorCode } from './errors.ts';

/** What each refusal means for somebody who builds on the API: which check it is. docs/codes.md is written from here. */
export const refusalMeanings = {
  DOCUMENT_INVALID:
    'The document is not a JSON object of `mode` and `events`, names an event twice, or the call is not the top-level call of `record` with one UTF-8 argument',
  DOCUMENT_TOO_LARGE: 'The document has more bytes than the law takes',
  EVENT_INVALID:
    'A payload is not canonical JSON (RFC 8785) or does not keep its act’s schema; the pointer leads to the fault',
  NETWORK_MISMATCH: 'The payload names another network than the one that was founded',
  DEVICE_UNKNOWN: 'A signer’s key is not enrolled',
  SIGNATURE_INVALID: 'A signature is missing, of another signer than the payload names, or does not verify',
  DEVICE_REVOKED: 'A signer’s key was revoked before this event was recorded',
  DEVICE_NOT_VALID_THEN: 'The said time lies outside a signer’s validity',
  EVENT_WITHDRAWN: 'One of the signers withdrew this event',
  EVENT_EXPIRED: '`notAfter` is past',
  EVENT_IN_FUTURE:
    '`eventTime` is more than 5 minutes, or `notAfter` more than 30 days, after the transaction',
  PARTY_UNKNOWN: 'The party, an addressee, a carrier or another party that is named is not enrolled',
  PARTY_SUSPENDED: 'The party, or a cosigner’s party, is suspended or withdrawn and may not say this',
  MANDATE_MISSING: 'The device is another party’s, and no mandate that stands lets it say this act',
  ROLE_NOT_ALLOWED: 'The device’s or party’s role, or its relation to what is named, does not allow the act',
  OUT_OF_REMIT: 'The regulator’s remit or division does not cover what is named',
  COSIGNER_MISSING: 'A signature that the act needs beside the first is missing',
  ALREADY_REGISTERED:
    'The identifier is taken: party, key, site, category, product, input, process, certificate, quota, shipment number or code set',
  EVENT_RECORDED: 'What is to be withdrawn is on the ledger',
  SUBJECT_UNKNOWN:
    'The device, mandate, quota, hold, recall, order, sample, event or parent that is named is not on the ledger, or is not what the event says',
  SUBJECT_CLOSED:
    'The hold is released, the recall closed, the order answered, the mandate ended, or the grant withdrawn for good',
  SITE_UNKNOWN: 'The party has no such site',
  CATEGORY_UNKNOWN: 'The category is not registered',
  PRODUCT_UNKNOWN: 'The GTIN is not registered',
  PRODUCT_NOT_YOURS: 'The GTIN is another party’s, and no mandate of its owner licenses it',
  PROCESS_UNKNOWN: 'The process is not registered',
  PROCESS_UNSOUND: 'By this process, or a loop through it, more could come out than went in',
  INPUT_UNKNOWN: 'The input is not registered',
  LOT_UNKNOWN: 'The lot was never made, or its making was undone',
  LOT_EXISTS: 'The lot number was used before',
  SHIPMENT_UNKNOWN: 'The shipment was never dispatched',
  SHIPMENT_NOT_YOURS:
    'The party is not the one whose turn it is: only the addressee receives, only the sender settles and cancels',
  SHIPMENT_CLOSED: 'The shipment is not in the state that the act wants',
  UNIT_UNKNOWN: 'The party has no such logistic unit at this site, or it was sent',
  CERTIFICATE_UNKNOWN: 'A certificate that is named was never issued',
  MEASURE_MISMATCH:
    'Amounts are not in the lot’s measures, do not add up, are not whole pieces of the net content, or are not all of a unit',
  HOLDING_TOO_SMALL: 'Less is there than the event takes',
  QUOTA_OVERLAPS: 'A quota of this site and commodity has some of these days already',
  CODES_EXCEED_PIECES: 'More item codes would be active than pieces were made',
  LOT_NOT_CLAIMABLE:
    'The lot has no claim, lost it by a breach, is on hold, recalled or not inspected: no item codes, no 合格证',
  NOT_REVERSIBLE: 'Amounts are undone only of acts that can be, and only while nothing builds on them',
  ALREADY_CORRECTED: 'The event was corrected before',
  LIMIT_EXCEEDED: 'Beyond a limit: certified capacity × ceiling, tolerance, shelf life, time or number',
} as const satisfies Record<LedgerErrorCode, string>;

/** What each breach means: the rule that a recorded fact does not keep, and what follows. */
export const breachMeanings = {
  CLAIM_OUT_OF_SCOPE: 'The certificate is of another scheme, holder, product or site. The claim is dropped',
  CLAIM_NOT_VALID_THEN:
    'The certificate, quota or site did not stand on the said day or on the day of recording. The claim is dropped',
  CLAIM_NOT_INHERITED:
    'A principal input does not carry the scheme, or the process does not name the output’s category. The claim is dropped',
  OVER_QUOTA: 'More than is left of the season’s quota, in some measure. Recorded whole, unclaimed, on hold',
  YIELD_OUT_OF_BAND:
    'More came out than the process’s band, or the inputs’ mass or volume, allows. Unclaimed, on hold',
  RETURNED_FOOD:
    'Goods that customers gave back were used or sold again. What was made is unclaimed and on hold',
  PAPER_MISSING:
    'A paper that the category wants at this act is not shown. The goods are on hold wherever they go',
  INTERVAL_NOT_OVER: 'Made, sent or sold before the interval of a medicine or pesticide ended. On hold',
  TEST_MISSING: 'The category wants a passed test before this act. On hold',
  EXPIRED: 'Used, sent or sold after its date. On hold',
  ON_HOLD:
    'Used, moved, sent, sold or given away while a hold stood on the lot, on what lies there, or on the party',
  RECALLED: 'Used, moved, sent (but to its maker), sold or given away while a recall of the lot was open',
  PAPER_EXPIRED: 'The paper that is wanted does not hold on the said day. On hold',
  LATE: 'Said to have happened more than 14 days before it was recorded. No claims, unless a registrar of the organisation signs too',
} as const satisfies Record<BreachCode, string>;
