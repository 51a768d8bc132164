import type { FaceDataset, Split } from '@fer/dataset';
import { hasOwnPictures } from '../data/load-own-pictures.ts';

/** What splits are called. */
export type SplitNames = Readonly<Record<Split, string>>;

/** What people call the splits of FER2013. */
export const FER2013_SPLITS: SplitNames = {
  training: 'Training',
  public: 'PublicTest',
  private: 'PrivateTest',
};

const OWN_SPLITS: SplitNames = { training: 'Training', public: 'Validation', private: 'Test' };

/** What the splits of a data set are called. */
export function splitNames(dataset: FaceDataset): SplitNames {
  return hasOwnPictures(dataset) ? OWN_SPLITS : FER2013_SPLITS;
}
