export {
  type DatasetSource,
  type FaceDataset,
  type SkippedRows,
  SPLITS,
  type Split,
  selectSplit,
} from './face-dataset.ts';
