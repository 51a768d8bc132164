import type { TrackedFace } from '@fer/model';

/** Draws boxes and names of faces over a mirrored video. */
export class Overlay {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#context = canvas.getContext('2d')!;
  }

  show(faces: readonly TrackedFace[], { videoWidth, videoHeight }: HTMLVideoElement): void {
    const { canvas } = this;
    const context = this.#context;
    if (canvas.width !== videoWidth || canvas.height !== videoHeight) {
      Object.assign(canvas, { width: videoWidth, height: videoHeight });
    }
    context.clearRect(0, 0, canvas.width, canvas.height);
    const size = Math.max(12, Math.round(videoHeight / 24));
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.lineWidth = size / 6;
    for (const { id, box, emotion, confidence } of faces) {
      const x = videoWidth - box.x - box.width;
      const label = `${id}: ${emotion} ${Math.round(confidence * 100)} %`;
      const y = Math.max(0, box.y - size * 1.4);
      context.strokeStyle = '#2f5bd0';
      context.strokeRect(x, box.y, box.width, box.height);
      context.fillStyle = '#2f5bd0';
      context.fillRect(x, y, context.measureText(label).width + size, size * 1.4);
      context.fillStyle = 'white';
      context.fillText(label, x + size / 2, y + size);
    }
    // For those who test the page.
    canvas.dataset.faces = JSON.stringify(faces.map(({ id, emotion }) => [id, emotion]));
  }
}
