/** Faces of a data set in larger pictures: enlarged, turned, at a place that a seed decides, before boxes of gray. */
import { createRandom, type FaceRegion, type Random, type RasterImage } from '@fer/core';

const [WIDTH, HEIGHT] = [640, 480];
/** Of the pictures that are pasted. */
const SIDE = 48;

export interface PastedScene {
  readonly image: RasterImage;
  /** Where the picture lies. */
  readonly pasted: Required<FaceRegion>;
}

/**
 * @param pixels `[48, 48]`, 0..255
 * @param givenSide how long it is in the scene, in pixels; default: 100 to 250, as the seed decides
 */
export function pasteIntoScene(pixels: Uint8Array, seed: number, givenSide?: number): PastedScene {
  const random = createRandom(seed, 77);
  const data = drawBackground(random);
  const drawnSide = random.uniform(100, 250);
  const side = givenSide ?? drawnSide;
  const angle = (random.uniform(-20, 20) * Math.PI) / 180;
  const reach = (side / 2) * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle)));
  const middle = { x: random.uniform(reach, WIDTH - reach), y: random.uniform(reach, HEIGHT - reach) };
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = Math.floor(middle.y - reach); y < middle.y + reach; y++) {
    for (let x = Math.floor(middle.x - reach); x < middle.x + reach; x++) {
      const [across, down] = [x + 0.5 - middle.x, y + 0.5 - middle.y];
      const u = (across * cos + down * sin) / side + 0.5;
      const v = (down * cos - across * sin) / side + 0.5;
      if (u < 0 || v < 0 || u >= 1 || v >= 1) continue;
      data[y * WIDTH + x] = Math.round(sample(pixels, u * SIDE - 0.5, v * SIDE - 0.5));
    }
  }
  const pasted = { x: middle.x - side / 2, y: middle.y - side / 2, width: side, height: side, angle };
  return { image: { data, width: WIDTH, height: HEIGHT, channels: 1 }, pasted };
}

/** Whether that is the box of the face in the pasted picture. */
export function isInside(box: FaceRegion, pasted: FaceRegion): boolean {
  const across = box.x + box.width / 2 - (pasted.x + pasted.width / 2);
  const down = box.y + box.height / 2 - (pasted.y + pasted.height / 2);
  return Math.hypot(across, down) < pasted.width / 2;
}

function drawBackground(random: Random): Uint8Array {
  const level = random.uniform(40, 200);
  const [across, down] = [random.uniform(-0.15, 0.15), random.uniform(-0.15, 0.15)];
  const levels = new Float32Array(WIDTH * HEIGHT).map(
    (_, i) => level + across * ((i % WIDTH) - WIDTH / 2) + down * (Math.floor(i / WIDTH) - HEIGHT / 2),
  );
  for (let box = 0; box < 12; box++) {
    const [left, top] = [random.integer(WIDTH), random.integer(HEIGHT)];
    const [right, bottom] = [left + 20 + random.integer(200), top + 20 + random.integer(200)];
    const shade = random.uniform(-60, 60);
    for (let y = top; y < Math.min(bottom, HEIGHT); y++) {
      for (let x = left; x < Math.min(right, WIDTH); x++) levels[y * WIDTH + x]! += shade;
    }
  }
  const data = new Uint8Array(WIDTH * HEIGHT);
  for (let i = 0; i < data.length; i++)
    data[i] = Math.min(Math.max(levels[i]! + random.uniform(-6, 6), 0), 255);
  return data;
}

/** Bilinear; beyond the edge its pixels are repeated. */
function sample(pixels: Uint8Array, x: number, y: number): number {
  const at = (column: number, row: number) => pixels[clamp(row) * SIDE + clamp(column)]!;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, lower] = [x - left, y - top];
  const upper = at(left, top) * (1 - right) + at(left + 1, top) * right;
  return upper * (1 - lower) + (at(left, top + 1) * (1 - right) + at(left + 1, top + 1) * right) * lower;
}

function clamp(position: number): number {
  return Math.min(Math.max(position, 0), SIDE - 1);
}
