import type { TellWords } from './tell-words.ts';

export const tellEn: TellWords = {
  titles: { tell: 'Complain or report', received: 'Received', unknownReceipt: 'No such receipt was found' },
  kinds: { complaint: 'Complaint (投诉)', disclosure: 'Report of a wrongdoing (举报)' },
  kindsSay: {
    complaint:
      'You ask for something to be done about what you bought. It goes to the maker and to the regulator of the place, which decides within 7 working days of receipt whether it takes it up.',
    disclosure:
      'You tell of a wrongdoing that you know of. It goes to the regulator alone and never to the maker: this system has no way by which a maker could read it.',
  },
  matters: {
    condition: 'Spoiled, foreign matter or another defect',
    dates: 'Wrong date, or past its date',
    label: 'The label does not fit the goods',
    content: 'Less than the label says',
    mark: 'A mark or certificate does not fit the goods',
    record: 'What the page shows is not true',
    code: 'The code was copied, altered or torn off',
    trade: 'A breach of law in making or selling',
    other: 'Something else',
  },
  labels: {
    kind: 'You want to make a',
    matter: 'What it is about',
    text: 'What happened',
    contact: 'Telephone or e-mail (may be left out)',
    code: 'Product code (may be left out)',
    lot: 'Batch number (may be left out)',
    send: 'Send',
    trap: 'Leave this field empty',
    receipt: 'Receipt',
    receivedAt: 'Received',
    dueOn: '7 working days end on',
    keptUntil: 'Kept until',
    state: 'State',
  },
  sentences: {
    textHint:
      'At most 1,000 characters: when, where and what. Please write nothing personal that does not belong to it.',
    contactHint: 'At most 100 characters. Without it nobody can tell you what came of it.',
    codeHint: 'The digits under the bar code, or the address in the QR code.',
    keepReceipt:
      'Write the receipt down, or bookmark this page. It shows how things stand, and nothing of what you wrote.',
    waiting: 'Received, not answered yet',
    answered: 'Answered',
    weekendsOnly:
      'Only Saturdays and Sundays are left out: public holidays are not known here, and the day may differ.',
    unknownReceipt:
      'Compare the receipt: it begins with T and has 13 characters. After its time nothing is found either.',
    call12315: 'You may also call 12315, or use the national platform:',
    link12315: '12315 platform (in Chinese)',
    notOnLedger: 'What you write is not put on the ledger; it is kept encrypted and is not public.',
    runByMakers:
      'The organisation that runs this site stands for makers or the brand. If you do not want it to pass your words on, go to 12315 directly.',
  },
  faults: {
    kind: 'Choose one of the two.',
    matter: 'Choose what it is about.',
    text: 'Say what happened, in 1 to 1,000 characters.',
    contact: 'Give a telephone number or an e-mail address of at most 100 characters, or leave it out.',
    code: 'This is no product code. Compare with the digits under the bar code, or leave the field empty.',
    nonce: 'The form was too old. What you wrote is still here; please send it again.',
    limit:
      'Too many were sent from your network. What you wrote is still here; send it later, or call 12315.',
    full: 'No more can be taken now. What you wrote is still here; please call 12315.',
    origin:
      'This form was not opened from this site. What you wrote is still here; please send it from here.',
  },
  runBy: (organisation) => `Read and passed on by the organisation that runs this site: ${organisation}.`,
  keptFor: (days) => `Deleted after ${days} days; every look at it is written down.`,
};
