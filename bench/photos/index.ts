import type { PhotoContender } from './contender.ts';

/** What `fer` finds faces with; a package of its own. */
const DETECTOR = '@fer/detector-blazeface';

/** Those that can take part here, ours first. Each brings its engine, so only one may be loaded in a process. */
export const CONTENDERS: readonly string[] = [
  ...(hasDetector() ? ['fer'] : []),
  'fer-no-detector',
  'human',
  'face-api',
  'sharp',
];

/** @param name of `CONTENDERS` */
export async function loadContender(name: string): Promise<PhotoContender> {
  switch (name) {
    case 'fer':
    case 'fer-no-detector':
      return (await import('./fer.ts')).loadFer(name === 'fer');
    case 'human':
      return (await import('./human.ts')).loadHuman();
    case 'face-api':
      return (await import('./face-api.ts')).loadFaceApi();
    case 'sharp':
      return (await import('./sharp.ts')).sharpAlone;
    default:
      throw new Error(`There is no contender '${name}'; choose from ${CONTENDERS.join(', ')}.`);
  }
}

/** Whether `fer` can look for faces. */
function hasDetector(): boolean {
  try {
    import.meta.resolve(DETECTOR);
    return true;
  } catch {
    return false;
  }
}
