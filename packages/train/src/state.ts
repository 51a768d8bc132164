import type { EpochRecord, ValidationScore } from './progress.ts';
import type { PlateauState } from './schedule.ts';

/** All numbers of a running training besides its tensors; plain JSON, saved with every checkpoint. */
export interface TrainingState {
  /** The next step; `step` equals `stepsPerEpoch` when only the epoch's validation is left. */
  epoch: number;
  step: number;
  /** Sums over the epoch so far. */
  running: { loss: number; correct: number; images: number };
  divergence: DivergenceState;
  plateau: PlateauState;
  best: { readonly epoch: number; readonly score: ValidationScore } | null;
  epochsSinceBest: number;
  history: EpochRecord[];
  stoppedEarly: boolean;
  /** Of computing, all sessions together; the only number that a resumed training does not repeat exactly. */
  seconds: number;
}

export interface DivergenceState {
  /** The loss of the first step. */
  firstLoss: number | null;
  /** Steps in a row whose loss was too high. */
  highSteps: number;
}

export function initialState(): TrainingState {
  return {
    epoch: 0,
    step: 0,
    running: { loss: 0, correct: 0, images: 0 },
    divergence: { firstLoss: null, highSteps: 0 },
    plateau: { factor: 1, wait: 0 },
    best: null,
    epochsSinceBest: 0,
    history: [],
    stoppedEarly: false,
    seconds: 0,
  };
}
