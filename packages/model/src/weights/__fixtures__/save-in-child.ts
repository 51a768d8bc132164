import { saveWeights } from '../save-weights.ts';
import { randomWeights, tinyCnn } from './tiny-weights.ts';

/** Saves weights of other seeds again and again in a process of its own, to be killed: a line for each save. */
const [folder, firstSeed] = process.argv.slice(2);
for (let seed = Number(firstSeed); ; seed++) {
  await saveWeights(folder!, randomWeights(tinyCnn, { seed }), { shardByteLength: 200 });
  process.stdout.write('saved\n');
}
