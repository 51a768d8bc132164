import { moveView, squareOf, type View, WHOLE } from './view.ts';

/** What the canvas can show. */
export type PictureSource = ImageBitmap | HTMLVideoElement;

/** The square frame: shows a part of a picture and lets it be moved and zoomed. The network sees just this canvas. */
export class Picture {
  readonly canvas: HTMLCanvasElement;
  #source: PictureSource | undefined;
  #view: View = WHOLE;
  readonly #context: CanvasRenderingContext2D;

  /** @param onMove called after the person has moved or zoomed the picture */
  constructor(canvas: HTMLCanvasElement, onMove: () => void) {
    this.canvas = canvas;
    // The pixels are read back for every frame, which is faster where the canvas is not on the GPU.
    this.#context = canvas.getContext('2d', { willReadFrequently: true })!;
    this.#moveByPointer(onMove);
    this.#moveByKeys(onMove);
  }

  /** @param mirrored shows it as a mirror would, for a camera; the network sees it as it is */
  show(source: PictureSource, { mirrored }: { mirrored: boolean }): void {
    this.#source = source;
    this.#view = WHOLE;
    this.canvas.classList.toggle('mirrored', mirrored);
    this.draw();
  }

  zoom(zoom: number): void {
    this.#view = { ...this.#view, zoom };
    this.draw();
  }

  /** Draws the picture anew: the next frame of a video, say. */
  draw(): void {
    const source = this.#source;
    if (source === undefined) return;
    const { width, height } = sizeOf(source);
    if (width === 0 || height === 0) return;
    const { x, y, side } = squareOf(width, height, this.#view);
    const { canvas } = this;
    this.#context.fillStyle = 'white';
    this.#context.fillRect(0, 0, canvas.width, canvas.height);
    this.#context.imageSmoothingQuality = 'high';
    this.#context.drawImage(source, x, y, side, side, 0, 0, canvas.width, canvas.height);
  }

  /** Moves the picture under the frame, by shares of the frame, as the person sees it. */
  #move(right: number, down: number): void {
    if (this.#source === undefined) return;
    const { width, height } = sizeOf(this.#source);
    const isMirrored = this.canvas.classList.contains('mirrored');
    this.#view = moveView(width, height, this.#view, isMirrored ? right : -right, -down);
    this.draw();
  }

  #moveByPointer(onMove: () => void): void {
    const { canvas } = this;
    canvas.addEventListener('pointerdown', (event) => canvas.setPointerCapture(event.pointerId));
    canvas.addEventListener('pointermove', (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      this.#move(event.movementX / canvas.clientWidth, event.movementY / canvas.clientHeight);
      onMove();
    });
  }

  #moveByKeys(onMove: () => void): void {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [-0.05, 0],
      ArrowRight: [0.05, 0],
      ArrowUp: [0, -0.05],
      ArrowDown: [0, 0.05],
    };
    this.canvas.addEventListener('keydown', (event) => {
      const step = steps[event.key];
      if (step === undefined) return;
      event.preventDefault();
      this.#move(...step);
      onMove();
    });
  }
}

function sizeOf(source: PictureSource): { width: number; height: number } {
  return source instanceof HTMLVideoElement
    ? { width: source.videoWidth, height: source.videoHeight }
    : { width: source.width, height: source.height };
}
