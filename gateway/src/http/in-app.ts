import type { Request } from 'express';

/** 微信, 支付宝, 钉钉 and QQ name themselves so; their own browser is none that prints or keeps a page. */
const apps = /\b(?:MicroMessenger|AlipayClient|DingTalk|QQ)\//;

/** True where the page is read inside another app. What the client says of itself is believed: it only adds one sentence. */
export const isInApp = (request: Request): boolean => apps.test(request.get('user-agent') ?? '');
