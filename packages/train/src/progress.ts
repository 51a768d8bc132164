/** Loss (nats, plain cross-entropy) and share of right answers on the validation images. */
export interface ValidationScore {
  readonly loss: number;
  /** 0..1 */
  readonly accuracy: number;
}

/** What came of an epoch. */
export interface EpochRecord {
  /** From 0. */
  readonly epoch: number;
  /** Mean over the images of the epoch of the loss that was trained on: smoothed and weighted, with dropout. */
  readonly loss: number;
  /** 0..1, on the training images as they were seen (augmented, with dropout). */
  readonly accuracy: number;
  /** Of the last step. */
  readonly learningRate: number;
  readonly validation?: ValidationScore;
  /** Whether its weights are the best so far. */
  readonly improved: boolean;
}

/** What `train` tells while it runs. Epochs and steps count from 0. */
export type TrainProgress =
  | {
      readonly type: 'start';
      readonly epochs: number;
      readonly stepsPerEpoch: number;
      readonly parameters: number;
      /** For the person who started it: the runtime is slow, say. */
      readonly warning?: string;
      /** The next step, where a training goes on from a checkpoint. */
      readonly resumedFrom?: {
        readonly epoch: number;
        readonly step: number;
        /** The newest checkpoint was damaged, and the one before it taken. */
        readonly previous: boolean;
      };
    }
  | {
      readonly type: 'step';
      readonly epoch: number;
      readonly step: number;
      /** Of this batch. */
      readonly loss: number;
      /** 0..1, of this batch. */
      readonly accuracy: number;
      /** Means of the epoch so far. */
      readonly epochLoss: number;
      readonly epochAccuracy: number;
      readonly learningRate: number;
      /** A moving average over about ten steps. */
      readonly imagesPerSecond: number;
    }
  | {
      readonly type: 'validating';
      readonly epoch: number;
      readonly done: number;
      readonly total: number;
    }
  | ({
      readonly type: 'validation';
      readonly epoch: number;
      readonly improved: boolean;
    } & ValidationScore)
  | ({ readonly type: 'epoch' } & EpochRecord)
  | {
      readonly type: 'checkpoint';
      /** The step that a resumed training would begin with. */
      readonly epoch: number;
      readonly step: number;
      readonly byteLength: number;
    };
