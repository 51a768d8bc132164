import type { Recognizer, TrackedFace } from '@fer/model';
import { createWorkerRecognizer } from '@fer/model/worker';
import { Bars } from './bars.ts';
import { Camera } from './camera.ts';
import { element } from './element.ts';
import { listenForFiles } from './file-input.ts';
import { latestOnly } from './latest-only.ts';
import { Overlay } from './overlay.ts';
import { Picture } from './picture.ts';
import { showRuntime } from './runtime-note.ts';

const errorNote = element('error', HTMLParagraphElement);
const cameraButton = element('camera', HTMLButtonElement);
const zoom = element('zoom', HTMLInputElement);
const frame = element('drop', HTMLDivElement);
const speed = element('speed', HTMLSpanElement);

/** Reads the photo in the frame. */
const recognizeOnce = latestOnly(async () => {
  if (!camera.isOn) await recognize(await recognizer);
});

const bars = new Bars(element('bars', HTMLUListElement), element('answer', HTMLHeadingElement));
const picture = new Picture(element('picture', HTMLCanvasElement), () => void attempt(recognizeOnce));
const camera = new Camera(element('video', HTMLVideoElement));
const overlay = new Overlay(element('overlay', HTMLCanvasElement));
/** In a worker, so that the page never waits for it. */
const recognizer = createWorkerRecognizer(
  () => new Worker(new URL('./fer-worker.ts', import.meta.url), { type: 'module' }),
);

void attempt(async () => showRuntime(await recognizer));

listenForFiles(element('file', HTMLInputElement), frame, (file) => {
  stopCamera();
  void attempt(() => showPhoto(file));
});
zoom.addEventListener('input', () => {
  picture.zoom(zoom.valueAsNumber);
  void attempt(recognizeOnce);
});
cameraButton.addEventListener('click', () => {
  if (camera.isOn) stopCamera();
  else void attempt(startCamera);
});

async function showPhoto(file: File): Promise<void> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(`“${file.name}” is not a picture that this browser can read.`);
  });
  picture.show(bitmap);
  zoom.value = '1';
  fillFrame(false);
  await recognizeOnce();
}

async function startCamera(): Promise<void> {
  await camera.start();
  cameraButton.textContent = 'Stop the camera';
  cameraButton.classList.add('on');
  fillFrame(true);
  let before = Number.NaN;
  const fer = await recognizer;
  for await (const { timestamp, faces } of fer.watch(camera.video)) {
    if (!camera.isOn) break;
    const { videoWidth: width, videoHeight: height } = camera.video;
    overlay.show(faces, { width, height, isMirrored: true });
    speed.textContent =
      before < timestamp ? `, ${Math.round(1000 / (timestamp - before))} frames a second` : '';
    before = timestamp;
    const first = firstSeen(faces);
    if (first !== undefined) bars.show(first.scores);
  }
}

/** Of several faces the bars stay with the one that was there first. */
function firstSeen(faces: readonly TrackedFace[]): TrackedFace | undefined {
  return [...faces].sort((a, b) => a.id - b.id)[0];
}

/** The video loses its source, which ends what watches it. */
function stopCamera(): void {
  if (!camera.isOn) return;
  camera.stop();
  camera.video.hidden = true;
  overlay.canvas.hidden = true;
  element('empty', HTMLParagraphElement).hidden = false;
  frame.classList.remove('full');
  cameraButton.textContent = 'Use the camera';
  cameraButton.classList.remove('on');
}

/** Shows the photo, or the camera with what is seen in it. */
function fillFrame(isCamera: boolean): void {
  picture.canvas.hidden = isCamera;
  camera.video.hidden = !isCamera;
  overlay.canvas.hidden = false;
  overlay.clear();
  element('zoom-row', HTMLLabelElement).hidden = isCamera;
  element('empty', HTMLParagraphElement).hidden = true;
  frame.classList.add('full');
}

async function recognize(fer: Recognizer): Promise<void> {
  const start = performance.now();
  const faces = await fer.recognize(picture.canvas);
  speed.textContent = ` in ${(performance.now() - start).toFixed(0)} ms`;
  const { width, height } = picture.canvas;
  overlay.show(faces, { width, height, isMirrored: false });
  if (faces[0] === undefined) throw new Error('No face is seen in the frame. Move the photo, or zoom.');
  bars.show(faces[0].scores);
}

/** Runs something and shows its error, or takes an earlier one away. */
async function attempt(action: () => unknown): Promise<void> {
  errorNote.hidden = true;
  try {
    await action();
  } catch (error) {
    stopCamera();
    errorNote.textContent = error instanceof Error ? error.message : String(error);
    errorNote.hidden = false;
  }
}
