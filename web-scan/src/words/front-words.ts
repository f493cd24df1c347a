import type { Language } from './words.ts';

/** What the front page, the page of a product and the pages of a code that cannot be read say. */
export interface FrontWords {
  readonly titles: Readonly<
    Record<
      | 'front'
      | 'find'
      | 'scan'
      | 'lots'
      | 'certificates'
      | 'misread'
      | 'unreadable'
      | 'elsewhere'
      | 'unknownProduct',
      string
    >
  >;
  readonly labels: Readonly<
    Record<
      | 'code'
      | 'lot'
      | 'lotOptional'
      | 'find'
      | 'openCamera'
      | 'closeCamera'
      | 'photo'
      | 'older'
      | 'goOn'
      | 'didYouMean',
      string
    >
  >;
  readonly sentences: Readonly<
    Record<
      | 'front'
      | 'codeHint'
      | 'onDevice'
      | 'inAppBrowser'
      | 'denied'
      | 'noCamera'
      | 'looking'
      | 'noCode'
      | 'lotOnPackage'
      | 'noLots'
      | 'noCertificates'
      | 'misread'
      | 'unreadable'
      | 'lotAlone'
      | 'unknownProduct',
      string
    >
  >;
  asRead(digits: string): string;
  otherHost(host: string): string;
  unknownGtin(digits: string): string;
}

/** A catalogue for readers whose language may have no words here yet: they read the Chinese ones. */
export type Catalogue<W> = Readonly<Partial<Record<Language, W>>> & { readonly zh: W };

export const wordsIn = <W>(catalogue: Catalogue<W>, language: Language): W =>
  catalogue[language] ?? catalogue.zh;
