/** Browsers inside chat, payment and shop apps: they give pages no camera, or ask each time. */
const apps =
  /MicroMessenger|QQ\/|AlipayClient|DingTalk|Weibo|Lark\/|aweme|XiaoHongShu|xhsdiscover|FBAN|FBAV|Instagram/i;

export const isInAppBrowser = (userAgent: string): boolean => apps.test(userAgent);
