export type { Augmentation } from '@fer/core';
export type { Affine } from './augment/affine.ts';
export { type AugmentationOptions, createAugmentation } from './augment/augmentation.ts';
export { type BrightnessContrastOptions, brightnessContrast } from './augment/brightness-contrast.ts';
export { builtinAugmentations } from './augment/builtin-augmentations.ts';
export { type ErasingOptions, erasing } from './augment/erasing.ts';
export { type FlipOptions, flip } from './augment/flip.ts';
export {
  AUGMENTATION_PRESETS,
  type AugmentationPreset,
  type AugmentationStrengths,
  type PresetOptions,
  standardAugmentation,
  strongAugmentation,
} from './augment/presets.ts';
export type { Fill } from './augment/resample.ts';
export { type RotateOptions, rotate } from './augment/rotate.ts';
export { type ShiftOptions, shift } from './augment/shift.ts';
export type { GeometricTransform, PixelTransform, Transform } from './augment/transform.ts';
export { type ZoomOptions, zoom } from './augment/zoom.ts';
export { type BatchOptions, createBatches } from './batch.ts';
export {
  type DatasetSource,
  type FaceDataset,
  type SkippedRows,
  SPLITS,
  type Split,
  selectSplit,
} from './face-dataset.ts';
export { type ParseCsvOptions, parseFer2013Csv } from './fer2013/parse-csv.ts';
export { FER_PLUS_COLUMNS, type FerPlusVotes } from './ferplus/columns.ts';
export { FER_PLUS_LABELS, type FerPlusLabel } from './ferplus/labels.ts';
export { majorityLabels } from './ferplus/majority-labels.ts';
export { parseFerPlus } from './ferplus/parse-ferplus.ts';
export { readFerPlus } from './ferplus/read-ferplus.ts';
export { type SelectFerPlusOptions, selectFerPlus } from './ferplus/select-ferplus.ts';
export { loadDatasetFromBlob } from './load-blob.ts';
export { loadDataset } from './load-dataset.ts';
export type { LoadBlobOptions, LoadDatasetOptions, LoadProgress } from './load-options.ts';
export { isPictureFolder } from './pictures/is-picture-folder.ts';
export { type LeftOutPicture, loadPictures, type PictureDataset } from './pictures/load-pictures.ts';
export { LOAD_PICTURES_DEFAULTS, type LoadPicturesOptions } from './pictures/picture-options.ts';
export type {
  FileEntryLike,
  FileHandleLike,
  FolderEntryLike,
  FolderHandleLike,
  NamedPicture,
  PageFolder,
  PickedFile,
  PictureItem,
  PictureSource,
} from './pictures/picture-source.ts';
export { selectLabels } from './select-labels.ts';
export type { OnBadRow } from './skip-list.ts';
export {
  type DatasetStatistics,
  datasetStatistics,
  type ImageStatistics,
} from './statistics/dataset-statistics.ts';
export type { DuplicateGroup, DuplicateSummary, SplitPair } from './statistics/duplicate-summary.ts';
export {
  DUPLICATE_DEFAULTS,
  type DuplicateOptions,
  type DuplicateReport,
  findDuplicates,
} from './statistics/duplicates.ts';
export { type DrawFaceOptions, drawFace, FACE_SIZE } from './synthetic/draw-face.ts';
export {
  createSyntheticDataset,
  SYNTHETIC_COUNTS,
  type SyntheticDatasetOptions,
} from './synthetic/synthetic-dataset.ts';
