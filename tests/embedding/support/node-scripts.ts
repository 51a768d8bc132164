import { type Answer, expectAnswer } from './answer.ts';
import type { Fixture } from './fixture.ts';
import { writePictures } from './pictures.ts';

/**
 * Runs all that a copy of the fixture `node` has, and fails unless each script answers as it should: pixels and picture
 * files, from an ES module and from CommonJS, on the main thread and in worker threads.
 *
 * @param command what runs a script, whose name is appended: `['node']`
 */
export async function expectNodeScripts(
  project: Fixture,
  [program, ...args]: readonly [string, ...string[]],
): Promise<void> {
  await writePictures(project.folder);
  const run = async (...script: string[]) => JSON.parse(await project.run(program, ...args, ...script));
  expectAnswer(await run('main.js'));
  expectAnswer(await run('photo.js', 'photo.png'));
  expectAnswer(await run('photo.cjs', 'photo.jpg'));
  const answers: Answer[] = [
    ...(await run('pool.js', './worker.js', 'photo.png', 'photo.jpg', 'photo.png')),
    ...(await run('pool.js', './worker.cjs', 'photo.jpg')),
  ];
  for (const answer of answers) expectAnswer(answer);
}
