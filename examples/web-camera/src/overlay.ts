import type { RecognizedFace, TrackedFace } from '@fer/model';

/** What faces were found in. */
export interface Seen {
  /** In pixels, as the boxes. */
  readonly width: number;
  readonly height: number;
  /** The page shows it as a mirror does. */
  readonly isMirrored: boolean;
}

/** Draws boxes and names of faces over the photo or the video. */
export class Overlay {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
    this.#context = canvas.getContext('2d')!;
  }

  clear(): void {
    this.#context.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  show(faces: readonly (RecognizedFace | TrackedFace)[], { width, height, isMirrored }: Seen): void {
    const { canvas } = this;
    const context = this.#context;
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    this.clear();
    const size = Math.max(12, Math.round(height / 24));
    context.font = `600 ${size}px system-ui, sans-serif`;
    context.lineWidth = size / 6;
    for (const face of faces) {
      const { box } = face;
      const x = isMirrored ? width - box.x - box.width : box.x;
      const label = labelOf(face);
      const y = Math.max(0, box.y - size * 1.4);
      context.strokeStyle = '#2f5bd0';
      context.strokeRect(x, box.y, box.width, box.height);
      context.fillStyle = '#2f5bd0';
      context.fillRect(x, y, context.measureText(label).width + size, size * 1.4);
      context.fillStyle = 'white';
      context.fillText(label, x + size / 2, y + size);
    }
    // For those who test the page.
    canvas.dataset.faces = JSON.stringify(faces.map(labelOf));
  }
}

/** Faces of a video have numbers. */
function labelOf(face: RecognizedFace | TrackedFace): string {
  const name = `${face.emotion} ${Math.round(face.confidence * 100)} %`;
  return 'id' in face ? `${face.id}: ${name}` : name;
}
