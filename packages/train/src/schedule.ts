/** How the learning rate changes over a training. Every one may start with a linear warm-up. */
export type Schedule = ConstantSchedule | CosineSchedule | StepSchedule | PlateauSchedule;

interface Warmup {
  /** The share of all steps over which the rate rises from 0, 0..1; default 0. */
  readonly warmupFraction?: number;
}

export interface ConstantSchedule extends Warmup {
  readonly type: 'constant';
}

/** Falls along half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983, without restarts). */
export interface CosineSchedule extends Warmup {
  readonly type: 'cosine';
  /** The last rate, as a share of the first; default 0.01. */
  readonly finalFactor?: number;
}

/** Is multiplied by `factor` after every `everyEpochs`. */
export interface StepSchedule extends Warmup {
  readonly type: 'step';
  readonly everyEpochs: number;
  /** Default 0.1. */
  readonly factor?: number;
}

/** Is multiplied by `factor` when the validation metric has not improved for `patience` epochs. */
export interface PlateauSchedule extends Warmup {
  readonly type: 'plateau';
  readonly patience: number;
  /** Default 0.5. */
  readonly factor?: number;
  /** The rate stays at or above this share of the first; default 0.001. */
  readonly minimumFactor?: number;
}

export const SCHEDULE_DEFAULTS = {
  warmupFraction: 0,
  cosine: { finalFactor: 0.01 },
  step: { factor: 0.1 },
  plateau: { factor: 0.5, minimumFactor: 0.001 },
} as const;

/** Where a training stands. */
export interface SchedulePosition {
  /** Steps already done, from 0. */
  readonly step: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** What the plateau schedule has come to; 1 at the start. */
  readonly plateauFactor: number;
}

/** The rate of the next step, as a share of the configured learning rate. */
export function rateFactor(schedule: Schedule, position: SchedulePosition): number {
  const { step, stepsPerEpoch, epochs } = position;
  const totalSteps = epochs * stepsPerEpoch;
  const warmupSteps = Math.round((schedule.warmupFraction ?? SCHEDULE_DEFAULTS.warmupFraction) * totalSteps);
  // The first step must move too, so it is not 0 but one share; the first step after the warm-up has the full rate.
  if (step < warmupSteps) return (step + 1) / (warmupSteps + 1);

  switch (schedule.type) {
    case 'constant':
      return 1;
    case 'cosine': {
      const final = schedule.finalFactor ?? SCHEDULE_DEFAULTS.cosine.finalFactor;
      const progress = (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps);
      return final + (1 - final) * 0.5 * (1 + Math.cos(Math.PI * progress));
    }
    case 'step': {
      const factor = schedule.factor ?? SCHEDULE_DEFAULTS.step.factor;
      return factor ** Math.floor(Math.floor(step / stepsPerEpoch) / schedule.everyEpochs);
    }
    case 'plateau':
      return position.plateauFactor;
  }
}

/** What the plateau schedule remembers. */
export interface PlateauState {
  readonly factor: number;
  /** Epochs since the last improvement or reduction. */
  readonly wait: number;
}

/** The state after an epoch's validation. */
export function afterEpoch(schedule: Schedule, state: PlateauState, improved: boolean): PlateauState {
  if (schedule.type !== 'plateau') return state;
  if (improved) return { ...state, wait: 0 };
  if (state.wait + 1 < schedule.patience) return { ...state, wait: state.wait + 1 };
  const { factor, minimumFactor } = { ...SCHEDULE_DEFAULTS.plateau, ...schedule };
  return { factor: Math.max(state.factor * factor, minimumFactor), wait: 0 };
}
