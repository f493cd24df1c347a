import { readPicture } from './read-picture.ts';

const lookEveryMs = 200;
/** The longer side of the picture that is looked at: more dots make old phones slow, not sharp. */
const lookSideMax = 800;

/**
 * Shows the camera at the back of the phone in `video` and looks for a code; `found` is told of the first one. Returns what stops the camera.
 * Throws the DOMException of getUserMedia where there is no camera or it is not allowed.
 */
export async function openCamera(
  video: HTMLVideoElement,
  found: (text: string) => void,
): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
    audio: false,
  });
  let isStopped = false;
  const stop = (): void => {
    isStopped = true;
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  video.srcObject = stream;
  await video.play();
  void look(video, () => isStopped, found);
  return stop;
}

async function look(
  video: HTMLVideoElement,
  isStopped: () => boolean,
  found: (text: string) => void,
): Promise<void> {
  while (!isStopped()) {
    const { videoWidth, videoHeight } = video;
    const scale = Math.min(1, lookSideMax / Math.max(videoWidth, videoHeight, 1));
    const size = { width: videoWidth * scale, height: videoHeight * scale };
    const text = videoWidth > 0 ? await readPicture(video, size) : undefined;
    if (isStopped()) return;
    if (text !== undefined) return found(text);
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}
