import { DEFAULT_WEIGHTS, PRETRAINED_WEIGHTS } from '@fer/model';
import type { Classifier } from './classifier.ts';

/** All weights of ours, by id. */
export const OUR_WEIGHTS: readonly string[] = [...new Set([DEFAULT_WEIGHTS, ...PRETRAINED_WEIGHTS])];

/** Packages of others. Each brings its tfjs, so only one may be loaded in a process. */
export const PEERS: readonly string[] = ['@vladmandic/human', '@vladmandic/face-api'];

/** @param id of `OUR_WEIGHTS` or `PEERS` */
export async function loadClassifier(id: string): Promise<Classifier> {
  if (id === '@vladmandic/human') return (await import('./human.ts')).loadHuman();
  if (id === '@vladmandic/face-api') return (await import('./face-api.ts')).loadFaceApi();
  return (await import('./fer.ts')).loadFer(id);
}
