import type { Request } from 'express';

const languages = ['zh', 'en'] as const;
export type AnswerLanguage = (typeof languages)[number];

/** `?lang=` before `Accept-Language`; 中文 where neither says. */
export function languageOf(request: Pick<Request, 'query' | 'acceptsLanguages'>): AnswerLanguage {
  const asked = request.query.lang;
  const named = languages.find((language) => language === asked);
  if (named) return named;
  const accepted = request.acceptsLanguages(...languages);
  return languages.find((language) => language === accepted) ?? 'zh';
}
