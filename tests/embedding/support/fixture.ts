import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { inject } from 'vitest';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const examples = fileURLToPath(new URL('../../../examples', import.meta.url));
// What npm tells its scripts of this workspace is not told to those of a stranger.
const own = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'));
const commonEnv = { ...Object.fromEntries(own), NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };

/** A project of someone who uses @fer/model, copied out of the workspace. */
export interface Fixture {
  readonly folder: string;
  /**
   * `npm install`, with what is given as published.
   *
   * @param packages default: `@fer/model`, and what `package.json` says
   */
  install(...packages: string[]): Promise<void>;
  /**
   * Runs a program in the folder and waits for its end.
   *
   * @returns what it wrote to standard output
   * @throws with all that it wrote, if it ends with another status than 0
   */
  run(command: string, ...args: string[]): Promise<string>;
  /** Starts a server and waits until it writes its address. */
  serve(command: string, ...args: string[]): Promise<{ url: string; close: () => Promise<void> }>;
}

/**
 * Copies the fixture `name` out of the workspace.
 *
 * @param options.folder the name of the folder that it becomes; default: `name`
 * @param options.env added to the environment of what is run
 */
export function createFixture(
  name: string,
  { folder = name, env = {} }: { folder?: string; env?: Readonly<Record<string, string>> } = {},
): Fixture {
  return copyFixture(name, join(inject('workFolder'), folder), inject('registry'), env);
}

/** Copies the example `name` out of the workspace, as written: it is built with what is published. */
export function createExample(name: string): Fixture {
  const folder = join(inject('workFolder'), name);
  const filter = (path: string) => !/^(dist|node_modules)$/.test(basename(path));
  cpSync(join(examples, name), folder, { recursive: true, filter });
  return projectIn(folder, inject('registry'));
}

/** As `createFixture`, where there is no test to ask. */
export function copyFixture(
  name: string,
  folder: string,
  registry: string,
  env: Readonly<Record<string, string>> = {},
): Fixture {
  cpSync(join(fixtures, name), folder, { recursive: true });
  cpSync(join(fixtures, 'shared'), join(folder, 'shared'), { recursive: true });
  return projectIn(folder, registry, env);
}

function projectIn(folder: string, registry: string, ownEnv: Readonly<Record<string, string>> = {}): Fixture {
  const env = { ...commonEnv, ...ownEnv };
  // All package managers read it.
  writeFileSync(join(folder, '.npmrc'), `@fer:registry=${registry}\n`);

  const run: Fixture['run'] = async (command, ...args) => {
    try {
      const { stdout } = await promisify(execFile)(command, args, { cwd: folder, env, maxBuffer: 1 << 26 });
      return stdout;
    } catch (error) {
      const { stdout, stderr } = error as { stdout: string; stderr: string };
      throw new Error(`${[command, ...args].join(' ')} failed:\n${stdout}\n${stderr}`);
    }
  };
  return {
    folder,
    run,
    async install(...packages) {
      const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
      await run('npm', 'install', ...quiet, ...(packages.length > 0 ? packages : ['@fer/model']));
    },
    async serve(command, ...args) {
      // A process group of its own, so that whatever it starts ends with it.
      const server = spawn(command, args, { cwd: folder, env, detached: true });
      return { url: await addressOf(server), close: () => endGroup(server) };
    },
  };
}

function addressOf(server: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer) => {
      output += chunk;
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(output) ?? [];
      if (url !== undefined) resolve(`${url}/`);
    };
    server.stdout!.on('data', read);
    server.stderr!.on('data', read);
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`The server ended before it wrote an address:\n${output}`)));
  });
}

async function endGroup(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise((resolve) => server.once('exit', resolve));
  process.kill(-server.pid!, 'SIGKILL');
  await ended;
}
