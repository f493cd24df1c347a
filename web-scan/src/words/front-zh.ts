import type { FrontWords } from './front-words.ts';

export const frontZh: FrontWords = {
  titles: {
    front: '看看它从哪里来',
    find: '输入编码',
    scan: '扫描编码',
    lots: '正在销售的批次',
    certificates: '证书',
    misread: '有一位数字读错或输错了',
    unreadable: '没有读懂这个编码',
    elsewhere: '这个地址属于另一个网站',
    unknownProduct: '没有找到这个商品',
  },
  labels: {
    code: '编码、条码数字或网址',
    lot: '批次号',
    lotOptional: '批次号（如有）',
    find: '查询',
    openCamera: '打开相机',
    closeCamera: '关闭相机',
    photo: '拍照或选择照片',
    older: '更早的批次',
    goOn: '在这里查看',
    didYouMean: '您要找的也许是',
  },
  sentences: {
    front: '扫描包装上的二维码，或输入条码数字和批次号，查看这一批经过了哪些人、哪些地方。',
    codeHint: '可以输入条码下方的数字、二维码里的网址，或以 (01) 开头的一串字符。',
    onDevice: '画面和照片只在您的手机上辨认，不会上传。',
    inAppBrowser: '当前应用里打不开相机。请点右上角菜单，选择「在浏览器中打开」；在这里可以直接输入编码。',
    denied: '没有得到使用相机的许可。请在浏览器的网站设置里允许使用相机，或改用照片、输入编码。',
    noCamera: '没有找到可用的相机。请改用照片，或输入编码。',
    looking: '请把二维码放在画面中间。',
    noCode: '照片里没有找到编码。请靠近一些、拍清楚后再试，或输入编码。',
    lotOnPackage: '批次号印在包装上，常在日期旁边，或写着「批号」「LOT」。输入后可以查看这一批的来龙去脉。',
    noLots: '账本上目前没有这个商品正在销售的批次。',
    noCertificates: '账本上没有这个商品的证书。',
    misread:
      '商品编码的最后一位用来检查前面各位。这里对不上，说明有一位被读错、输错，或少了一位。请对照条码下方的数字再输入一次。',
    unreadable: '请重新扫描包装上的二维码，或在下面输入条码下方的数字。',
    lotAlone: '只有批次号还找不到商品：不同商品可以用同一个批次号。请再输入条码下方的数字。',
    unknownProduct: '请对照条码下方的数字再试一次。并非所有商品都在这个账本上；没有查到，不说明商品有问题。',
  },
  asRead: (digits) => `读到的是：${digits}`,
  otherHost: (host) =>
    `您输入的地址属于 ${host}，不是本站。如果包装上的二维码指向别的网站，请留意它是否可靠。本站可以按其中的编码查询自己的账本：`,
  unknownGtin: (digits) => `账本上没有商品 ${digits}。`,
};
