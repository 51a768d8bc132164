import { FerError } from '@fer/core';

/** The bytes are not those that a writer of ONNX meant. */
export function corrupt(problem: string, cause?: unknown): FerError {
  return new FerError(
    'FER_WEIGHTS_CORRUPT',
    `The ONNX file is damaged: ${shortened(problem)}. Get or export it again.`,
    cause === undefined ? {} : { cause },
  );
}

const LONGEST = 300;

/** What a message holds of names and lists that the file may make as long as it likes. */
export function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** A part of the file is larger than any network for faces has it. */
export function tooLarge(what: string, limit: number): FerError {
  return new FerError(
    'FER_GRAPH_UNSUPPORTED',
    `The ONNX file has ${shortened(what)}; ${limit} is the most that is read.`,
    {
      details: { limit },
    },
  );
}
