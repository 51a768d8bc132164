import { moveView, squareOf, type View, WHOLE } from './view.ts';

/** The square frame: shows a part of a photo and lets it be moved and zoomed. Just this canvas is looked at. */
export class Picture {
  readonly canvas: HTMLCanvasElement;
  #source: ImageBitmap | undefined;
  #view: View = WHOLE;
  readonly #context: CanvasRenderingContext2D;

  /** @param onMove called after the person has moved or zoomed the picture */
  constructor(canvas: HTMLCanvasElement, onMove: () => void) {
    this.canvas = canvas;
    this.#context = canvas.getContext('2d')!;
    this.#moveByPointer(onMove);
    this.#moveByKeys(onMove);
  }

  show(source: ImageBitmap): void {
    this.#source = source;
    this.#view = WHOLE;
    this.#draw();
  }

  zoom(zoom: number): void {
    this.#view = { ...this.#view, zoom };
    this.#draw();
  }

  #draw(): void {
    const source = this.#source;
    if (source === undefined) return;
    const { width, height } = source;
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
    const { width, height } = this.#source;
    this.#view = moveView(width, height, this.#view, -right, -down);
    this.#draw();
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
