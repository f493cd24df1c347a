/** A still picture of a QR code as an uncompressed video (YUV4MPEG2) that Chromium shows as its camera: 640 × 480, light grey around. */
export function grayVideo(matrix: {
  readonly size: number;
  isDark(row: number, column: number): boolean;
}): Buffer {
  const [width, height, framesCount] = [640, 480, 10];
  const module = Math.floor(400 / (matrix.size + 8));
  const side = matrix.size * module;
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const luma = Buffer.alloc(width * height, 230);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (matrix.isDark(Math.floor(y / module), Math.floor(x / module)))
        luma[(top + y) * width + left + x] = 20;
    }
  }
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)]);
  const header = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  return Buffer.concat([header, ...Array.from({ length: framesCount }, () => frame)]);
}
