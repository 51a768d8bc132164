import { parseArgs } from 'node:util';
import { createRecognizer } from '@fer/model';
import { recognizeFolder } from './recognize-folder.ts';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { weights: { type: 'string' } },
});
const [folder] = positionals;

if (folder === undefined) {
  process.stderr.write('Which folder? For example: npm start -- ~/Pictures\n');
  process.exitCode = 2;
} else {
  const fer = await createRecognizer({ weights: values.weights });
  try {
    const results = await recognizeFolder(folder, fer);
    process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
  } finally {
    fer.dispose();
  }
}
