import { createRecognizer } from '@fer/model';
import type { PhotoContender } from './contender.ts';

/** Our recognizer as it comes; without detector the square in the middle of each picture is a face. */
export async function loadFer(detects: boolean): Promise<PhotoContender> {
  const fer = await createRecognizer({ detector: detects ? 'auto' : false });
  return {
    async look(files) {
      let found = 0;
      for await (const { faces, error } of fer.recognizeMany(files)) {
        if (error !== undefined) throw error;
        found += faces.length;
      }
      return detects ? found : undefined;
    },
  };
}
