import { createRecognizer, type Recognizer } from '@fer/model';
import { Bars, type Scores } from './bars.ts';
import { Camera } from './camera.ts';
import { element } from './element.ts';
import { listenForFiles } from './file-input.ts';
import { latestOnly } from './latest-only.ts';
import { Picture } from './picture.ts';
import { showRuntime } from './runtime-note.ts';
import { smoothScores } from './smooth-scores.ts';

const errorNote = element('error', HTMLParagraphElement);
const cameraButton = element('camera', HTMLButtonElement);
const zoom = element('zoom', HTMLInputElement);
const frame = element('drop', HTMLDivElement);
const speed = element('speed', HTMLSpanElement);

/** Reads what the frame shows. The camera does so by itself. */
const recognizeOnce = latestOnly(async () => {
  if (!camera.isOn) bars.show(await recognize(await recognizer));
});

const bars = new Bars(element('bars', HTMLUListElement), element('answer', HTMLHeadingElement));
const picture = new Picture(element('picture', HTMLCanvasElement), () => void attempt(recognizeOnce));
const camera = new Camera();
const recognizer = createRecognizer();

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
  fillFrame(bitmap, false);
  await recognizeOnce();
}

async function startCamera(): Promise<void> {
  await camera.start();
  cameraButton.textContent = 'Stop the camera';
  cameraButton.classList.add('on');
  fillFrame(camera.video, true);
  let smoothed: Scores | undefined;
  const fer = await recognizer;
  while (camera.isOn) {
    picture.draw();
    smoothed = smoothScores(smoothed, await recognize(fer));
    if (camera.isOn) bars.show(smoothed);
    await new Promise(requestAnimationFrame);
  }
}

function stopCamera(): void {
  camera.stop();
  cameraButton.textContent = 'Use the camera';
  cameraButton.classList.remove('on');
}

/** Puts a photo or the camera's video into the frame. */
function fillFrame(source: ImageBitmap | HTMLVideoElement, isCamera: boolean): void {
  zoom.value = '1';
  picture.show(source, { mirrored: isCamera });
  picture.canvas.hidden = false;
  element('zoom-row', HTMLLabelElement).hidden = false;
  element('empty', HTMLParagraphElement).hidden = true;
  frame.classList.add('full');
}

async function recognize(fer: Recognizer): Promise<Scores> {
  const start = performance.now();
  const [face] = await fer.recognize(picture.canvas);
  speed.textContent = ` in ${(performance.now() - start).toFixed(0)} ms`;
  // Without a detector the whole canvas is a face, so there always is one.
  return face!.scores;
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
