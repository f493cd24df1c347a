import { openCamera } from './camera.ts';
import { isInAppBrowser } from './in-app-browser.ts';
import { readPicture } from './read-picture.ts';

/** A large photo is read at this length of its longer side: a code that fills a tenth of it still has enough dots. */
const photoSideMax = 1_600;

const element = <E extends HTMLElement>(id: string, kind: new () => E): E => {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new TypeError(`the page has no #${id}`);
  return found;
};

const section = element('scan', HTMLElement);
const openButton = element('open-camera', HTMLButtonElement);
const closeButton = element('close-camera', HTMLButtonElement);
const video = element('picture', HTMLVideoElement);
const said = element('scan-said', HTMLElement);
const photo = element('photo', HTMLInputElement);

let stopCamera: (() => void) | undefined;

function say(text: string | undefined): void {
  said.textContent = text ?? '';
}

/** What was read goes the way of what is typed: the gateway says what it is. */
function find(text: string): void {
  const query = new URLSearchParams({ code: text });
  const { lang } = document.documentElement;
  if (!location.search.includes('lang=')) query.delete('lang');
  else query.set('lang', lang.startsWith('zh') ? 'zh' : lang);
  location.assign(`/find?${query}`);
}

function closeCamera(): void {
  stopCamera?.();
  stopCamera = undefined;
  video.hidden = true;
  closeButton.hidden = true;
  openButton.hidden = false;
}

async function scan(): Promise<void> {
  openButton.hidden = true;
  try {
    stopCamera = await openCamera(video, (text) => {
      closeCamera();
      find(text);
    });
    video.hidden = false;
    closeButton.hidden = false;
    say(section.dataset.looking);
    closeButton.focus();
  } catch (error) {
    closeCamera();
    // Whatever a browser throws, the reader learns what else there is.
    const isDenied = error instanceof DOMException && error.name === 'NotAllowedError';
    say(isDenied ? section.dataset.denied : section.dataset.noCamera);
  }
}

async function readPhoto(file: File): Promise<void> {
  say(undefined);
  const text = await textOfPhoto(file);
  if (text === undefined) say(section.dataset.noCode);
  else find(text);
}

async function textOfPhoto(file: File): Promise<string | undefined> {
  try {
    const whole = await createImageBitmap(file);
    const scale = Math.min(1, photoSideMax / Math.max(whole.width, whole.height));
    return await readPicture(whole, { width: whole.width * scale, height: whole.height * scale });
  } catch (error) {
    // A file that is no picture.
    if (error instanceof DOMException) return undefined;
    throw error;
  }
}

openButton.addEventListener('click', () => void scan());
closeButton.addEventListener('click', () => {
  closeCamera();
  say(undefined);
  openButton.focus();
});
photo.addEventListener('change', () => {
  const file = photo.files?.[0];
  if (file) void readPhoto(file);
});
// A page that is left, or lies behind another, holds no camera.
addEventListener('pagehide', closeCamera);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) closeCamera();
});

if (isInAppBrowser(navigator.userAgent)) {
  openButton.hidden = true;
  say(section.dataset.inApp);
} else if (!navigator.mediaDevices) {
  openButton.hidden = true;
}
section.hidden = false;
