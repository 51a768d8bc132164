import type { Postprocessor } from '../extension-points/postprocessor.ts';
import { type ContractCase, demand, demandFailure, shapeCase } from './contract-case.ts';

const FIRST = { happy: 0.5, sad: 0.25, neutral: 0.25 };
const SECOND = { happy: 0, sad: 0.75, neutral: 0.25 };

/** What every postprocessor must keep. */
export function postprocessorContract(postprocessor: Postprocessor): ContractCase[] {
  return [
    shapeCase({ postprocessors: [postprocessor] }),
    {
      name: 'gives probabilities of the same labels, and leaves its input as it was',
      run: async () => {
        const { update } = postprocessor.create();
        for (const [timestamp, scores] of [
          [0, FIRST],
          [40, SECOND],
          [40, FIRST],
          [5000, SECOND],
        ] as const) {
          const before = JSON.stringify(scores);
          demandProbabilities(update({ id: 1, timestamp, scores }));
          demand(JSON.stringify(scores) === before, 'update must not write into the scores');
        }
      },
    },
    {
      name: 'takes each face and each video on its own, and forgets',
      run: async () => {
        const one = postprocessor.create();
        const face = { timestamp: 0, scores: FIRST };
        const first = JSON.stringify(one.update({ id: 1, ...face }));
        one.update({ id: 1, timestamp: 40, scores: SECOND });
        const same = (scores: unknown, what: string) =>
          demand(JSON.stringify(scores) === first, `${what} must be told as the first one was`);
        same(one.update({ id: 2, ...face }), 'Another face');
        same(postprocessor.create().update({ id: 1, ...face }), 'A face of another video');
        one.forget(1);
        same(one.update({ id: 1, ...face }), 'A face that was forgotten');
        one.forget(99);
      },
    },
    {
      name: 'refuses an option that it does not have',
      run: () =>
        demandFailure('FER_INVALID_ARGUMENT', 'create', () => postprocessor.create({ noSuchOption: 1 })),
    },
  ];
}

function demandProbabilities(scores: Readonly<Record<string, number>>): void {
  const labels = Object.keys(scores).join();
  demand(labels === 'happy,sad,neutral', `The labels must stay as they are, but are ${labels}`);
  const values = Object.values(scores);
  const sum = values.reduce((a, b) => a + b);
  demand(
    values.every((value) => value >= 0 && value <= 1) && Math.abs(sum - 1) < 1e-6,
    `Scores must lie in 0..1 and sum to 1, but are ${values.join(', ')}`,
  );
}
