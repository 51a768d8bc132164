import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFixture } from './support/fixture.ts';

const project = createFixture('typescript');
async function compile(compiler: string, config: string): Promise<void> {
  await project.run('node', `node_modules/${compiler}/bin/tsc`, '-p', `tsconfig.${config}.json`);
}

describe('TypeScript, strict and with skipLibCheck: false', () => {
  it('installs', async () => {
    await project.install();
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const [, snippet] = /```ts\n(.*?)```/s.exec(readme)!;
    expect(snippet).toContain('createRecognizer');
    writeFileSync(join(project.folder, 'recognise.ts'), snippet!);
  });

  it.each(['node16', 'nodenext', 'bundler', 'no-dom'])(
    'compiles the first snippet of the README: %s',
    (config) => compile('typescript', config),
  );

  it.each(['node16', 'node10'])('with TypeScript 5: %s', (config) => compile('typescript5', config));

  // tfjs's own types clash with those of the DOM unless they are skipped.
  it('compiles what trains and runs on tfjs, too', async () => {
    await project.install('@fer/train', '@fer/runtime-tfjs');
    await compile('typescript', 'train');
  });
});
