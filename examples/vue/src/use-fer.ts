import type { RecognizedFace, Recognizer } from '@fer/model';
import { createWorkerRecognizer } from '@fer/model/worker';
import { computed, onScopeDispose, type Ref, shallowRef, watchEffect } from 'vue';

/** A face of a photo, or of a camera: there with an `id`, which stays the same for the same face. */
export type SeenFace = RecognizedFace & { readonly id?: number };

/**
 * Names the faces of a photo, or of a camera for as long as it runs, in a worker of the component's own.
 *
 * @param source null: nothing to look at
 */
export function useFer(source: Readonly<Ref<Blob | MediaStream | null>>) {
  const recognizer = shallowRef<Recognizer>();
  const faces = shallowRef<readonly SeenFace[]>([]);
  const error = shallowRef<Error>();

  const unmounted = new AbortController();
  createWorkerRecognizer(startWorker, { signal: unmounted.signal }).then(
    (started) => {
      if (unmounted.signal.aborted) started.dispose();
      else recognizer.value = started;
    },
    (reason) => {
      if (!unmounted.signal.aborted) error.value = reason;
    },
  );
  onScopeDispose(() => {
    unmounted.abort();
    recognizer.value?.dispose();
  });

  watchEffect((onCleanup) => {
    faces.value = [];
    if (recognizer.value === undefined || source.value === null) return;
    error.value = undefined;
    const changed = new AbortController();
    onCleanup(() => changed.abort());
    const show = (seen: readonly SeenFace[]) => {
      faces.value = seen;
    };
    showFaces(recognizer.value, source.value, show, changed.signal).catch((reason) => {
      if (!changed.signal.aborted) error.value = reason;
    });
  });

  return { isReady: computed(() => recognizer.value !== undefined), faces, error };
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
