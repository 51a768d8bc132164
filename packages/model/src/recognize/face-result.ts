import { type Box, type Emotion, type FacePoints, FerError } from '@fer/core';
import { applyTemperature } from '../evaluate/temperature.ts';
import type { FoundFace } from './find-faces.ts';

/** What was read in one face. Plain data: survives JSON and `postMessage`. */
export interface RecognizedFace<Label extends string = Emotion> {
  /** Where the face is, in pixels of the upright picture: the detector's box, or without one the square looked at. */
  readonly box: Box;
  /** Eyes, nose …, where the detector tells them. */
  readonly points?: FacePoints;
  /** How sure the detector is that this is a face, 0..1; absent without one. */
  readonly faceConfidence?: number;
  /** The label with the highest score. */
  readonly emotion: Label;
  /** Its score. */
  readonly confidence: number;
  /** Whether the confidence is at least `minConfidence`; always, unless that was given. */
  readonly isSure: boolean;
  /** The probability of each label, 0..1, in the order of `labels`; they sum to 1. */
  readonly scores: Readonly<Record<Label, number>>;
}

/** How scores are made of probabilities. */
export interface ScoringOptions {
  /** Default 1: the probabilities as they are. */
  readonly temperature?: number;
  /** Default 0: every face is sure. */
  readonly minConfidence?: number;
  /** The id of what computed them, for messages. */
  readonly runtime?: string;
}

/**
 * @param probabilities `[labels]`; the temperature moves scores, not which label is the best
 * @throws FerError `FER_RUNTIME_FAILED` if one of them is no number: of NaN no label is the best
 */
export function faceResult<Label extends string>(
  { box, points, confidence: faceConfidence }: Pick<FoundFace, 'box' | 'points' | 'confidence'>,
  probabilities: Float32Array,
  labels: readonly Label[],
  { temperature = 1, minConfidence = 0, runtime }: ScoringOptions = {},
): RecognizedFace<Label> {
  assertFinite(probabilities, labels, runtime);
  let best = 0;
  for (let i = 1; i < probabilities.length; i++) if (probabilities[i]! > probabilities[best]!) best = i;
  const tempered = applyTemperature(probabilities, labels.length, temperature);
  const scores = Object.fromEntries(labels.map((label, i) => [label, tempered[i]!]));
  const confidence = tempered[best]!;
  return {
    box: { x: box.x, y: box.y, width: box.width, height: box.height },
    ...(points && { points }),
    ...(faceConfidence !== undefined && { faceConfidence }),
    emotion: labels[best]!,
    confidence,
    isSure: confidence >= minConfidence,
    scores: scores as Record<Label, number>,
  };
}

function assertFinite(
  probabilities: Float32Array,
  labels: readonly string[],
  runtime: string | undefined,
): void {
  const at = labels.findIndex((_, i) => !Number.isFinite(probabilities[i]));
  if (at === -1) return;
  throw new FerError(
    'FER_RUNTIME_FAILED',
    `The network gave ${probabilities[at]} as the probability of '${labels[at]}' (runtime: ${runtime}). Its weights lead beyond what float32 holds: load other weights, or try another runtime.`,
    { details: { label: labels[at], value: probabilities[at] } },
  );
}
