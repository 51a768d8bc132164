import type { PlanOp } from '../plan.ts';

/**
 * Makes one op of two, where it does the same work: `consumer` reads `producer`, and nothing else does.
 *
 * @returns the op that replaces both, without regard to name and inputs; undefined where the two must stay
 */
export type FusionRule = (producer: PlanOp, consumer: PlanOp) => PlanOp | undefined;
