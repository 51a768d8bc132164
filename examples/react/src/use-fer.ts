import type { RecognizedFace, Recognizer } from '@fer/model';
import { createWorkerRecognizer } from '@fer/model/worker';
import { useEffect, useState } from 'react';

/** A face of a photo, or of a camera: there with an `id`, which stays the same for the same face. */
export type SeenFace = RecognizedFace & { readonly id?: number };

/** What is known so far. */
export interface Fer {
  /** Whether the recogniser has started. */
  readonly isReady: boolean;
  readonly faces: readonly SeenFace[];
  readonly error: Error | undefined;
}

/**
 * Names the faces of a photo, or of a camera for as long as it runs, in a worker of the component's own.
 *
 * @param source null: nothing to look at
 */
export function useFer(source: Blob | MediaStream | null): Fer {
  const [recognizer, setRecognizer] = useState<Recognizer>();
  const [faces, setFaces] = useState<readonly SeenFace[]>([]);
  const [error, setError] = useState<Error>();

  useEffect(() => {
    const unmounted = new AbortController();
    const fail = (reason: Error) => unmounted.signal.aborted || setError(reason);
    const started = createWorkerRecognizer(startWorker, { signal: unmounted.signal });
    started.then(setRecognizer, fail);
    return () => {
      unmounted.abort();
      setRecognizer(undefined);
      started.then(
        (unused) => unused.dispose(),
        () => {},
      );
    };
  }, []);

  useEffect(() => {
    setFaces([]);
    if (recognizer === undefined || source === null) return;
    setError(undefined);
    const changed = new AbortController();
    const fail = (reason: Error) => changed.signal.aborted || setError(reason);
    showFaces(recognizer, source, setFaces, changed.signal).catch(fail);
    return () => changed.abort();
  }, [recognizer, source]);

  return { isReady: recognizer !== undefined, faces, error };
}

const startWorker = () => new Worker(new URL('./fer-worker.ts', import.meta.url), { type: 'module' });

async function showFaces(
  recognizer: Recognizer,
  source: Blob | MediaStream,
  show: (faces: readonly SeenFace[]) => void,
  signal: AbortSignal,
): Promise<void> {
  if (source instanceof Blob) return show(await recognizer.recognize(source, { signal }));
  for await (const { faces } of recognizer.watch(source, { signal })) show(faces);
}
