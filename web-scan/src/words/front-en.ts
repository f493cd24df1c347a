import type { FrontWords } from './front-words.ts';

export const frontEn: FrontWords = {
  titles: {
    front: 'See where it comes from',
    find: 'Type a code',
    scan: 'Scan a code',
    lots: 'Batches on sale',
    certificates: 'Certificates',
    misread: 'One digit was misread or mistyped',
    unreadable: 'This code cannot be read',
    elsewhere: 'This address belongs to another site',
    unknownProduct: 'No such product was found',
  },
  labels: {
    code: 'Code, bar code digits or address',
    lot: 'Batch number',
    lotOptional: 'Batch number (if there is one)',
    find: 'Look it up',
    openCamera: 'Open the camera',
    closeCamera: 'Close the camera',
    photo: 'Take or choose a photo',
    older: 'Earlier batches',
    goOn: 'Look it up here',
    didYouMean: 'Perhaps you mean',
  },
  sentences: {
    front:
      'Scan the QR code on the package, or type the digits of the bar code and the batch number, to see through whose hands and which places this batch came.',
    codeHint:
      'The digits under the bar code, the address in the QR code, or characters that begin with (01).',
    onDevice: 'Pictures are read on your phone alone; nothing is uploaded.',
    inAppBrowser:
      'This app gives no camera to pages. Choose “open in the browser” in its menu at the top right; typing a code works here.',
    denied:
      'The camera was not allowed. Allow it in the browser’s settings for this site, or use a photo or type the code.',
    noCamera: 'No camera was found. Use a photo, or type the code.',
    looking: 'Hold the QR code in the middle of the picture.',
    noCode: 'No code was found in the photo. Go nearer, take a sharper one, or type the code.',
    lotOnPackage:
      'The batch number is printed on the package, often beside the date, or after “LOT”. Type it to see the way of this batch.',
    noLots: 'At present the ledger has no batch of this product on sale.',
    noCertificates: 'The ledger has no certificate of this product.',
    misread:
      'The last digit of a product code checks the others. Here it does not fit: one digit was misread or mistyped, or is missing. Compare with the digits under the bar code and type them again.',
    unreadable: 'Scan the QR code on the package again, or type the digits under the bar code below.',
    lotAlone:
      'A batch number alone finds no product: different products may use the same one. Please type the digits under the bar code too.',
    unknownProduct:
      'Compare with the digits under the bar code and try again. Not every product is on this ledger; that it is not here does not say that something is wrong with it.',
  },
  asRead: (digits) => `What was read: ${digits}`,
  otherHost: (host) =>
    `The address that you typed belongs to ${host}, not to this site. If the code on a package leads elsewhere, mind where it leads. This site can look the code up in its own ledger:`,
  unknownGtin: (digits) => `The ledger has no product ${digits}.`,
};
