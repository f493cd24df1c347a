import { type Language, languages as pageLanguages } from '@mengsu/web-scan/views';
import type { Request } from 'express';

const languages = ['zh', 'en'] as const;
export type AnswerLanguage = (typeof languages)[number];

/** Names that readers of traditional Mongolian send: by its script, or by the country where it is written. A bare `mn` is Cyrillic. */
const mongolianTags = ['mn-Mong', 'mn-Mong-CN', 'mn-CN'] as const;

/** The language of answers to programs: `?lang=` before `Accept-Language`; 中文 where neither says. */
export function languageOf(request: Pick<Request, 'query' | 'acceptsLanguages'>): AnswerLanguage {
  const asked = request.query.lang;
  const named = languages.find((language) => language === asked);
  if (named) return named;
  const accepted = request.acceptsLanguages(...languages);
  return languages.find((language) => language === accepted) ?? 'zh';
}

/** The language of a page, chosen in the same way among more languages. */
export function pageLanguageOf(request: Pick<Request, 'query' | 'acceptsLanguages' | 'get'>): Language {
  const asked = request.query.lang;
  const named = pageLanguages.find((language) => language === asked);
  if (named) return named;
  if (!/\bmn-(mong|cn)\b/i.test(request.get('accept-language') ?? '')) return languageOf(request);
  const accepted = request.acceptsLanguages(...languages, ...mongolianTags);
  const isMongolian = mongolianTags.some((tag) => tag === accepted);
  return isMongolian ? 'mn-Mong' : languageOf(request);
}
