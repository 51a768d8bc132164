import { expect } from 'vitest';
import { type Answer, expectAnswer } from './answer.ts';
import type { Fixture } from './fixture.ts';
import { writePictures } from './pictures.ts';

/** What runs a script, whose name is appended: `['node']`. */
export type Command = readonly [program: string, ...args: string[]];

/** Fails unless a copy of the fixture `node` recognises pixels without sharp, and asks for it for a picture. */
export async function expectSharpMissing(project: Fixture, [program, ...args]: Command): Promise<void> {
  await writePictures(project.folder);
  expectAnswer(JSON.parse(await project.run(program, ...args, 'main.js')));
  for (const script of ['photo.js', 'photo.cjs']) {
    await expect(project.run(program, ...args, script, 'photo.jpg')).rejects.toThrow(
      'sharp is not installed. Run: npm install sharp',
    );
  }
}

/**
 * Runs all that a copy of the fixture `node` has, and fails unless each script answers as it should: pixels and picture
 * files, from an ES module and from CommonJS, on the main thread and in worker threads.
 */
export async function expectNodeScripts(project: Fixture, [program, ...args]: Command): Promise<void> {
  await writePictures(project.folder);
  const run = async (...script: string[]) => JSON.parse(await project.run(program, ...args, ...script));
  expectAnswer(await run('main.js'));
  expectAnswer(await run('photo.js', 'photo.png'));
  expectAnswer(await run('photo.cjs', 'photo.jpg'));
  const answers: Answer[] = [
    ...(await run('pool.js', './worker.js', 'photo.png', 'photo.jpg', 'photo.png')),
    ...(await run('pool.js', './worker.cjs', 'photo.jpg')),
  ];
  expect(answers).toHaveLength(4);
  for (const answer of answers) expectAnswer(answer);
}
