import type { Contributions } from './define-plugin.ts';

/** The name of an extension point, as it stands in `contributes`. */
export type ExtensionPoint = keyof Contributions;

type MemberType = 'string' | 'number' | 'function' | 'object';

/** What every contribution must have besides `id` and `apiVersion`: plugins may come from plain JavaScript. */
export const EXTENSION_POINTS: {
  readonly [Point in ExtensionPoint]-?: {
    readonly noun: string;
    readonly members: { readonly [member: string]: MemberType };
    /** The function of a factory, which stands in place of all these. */
    readonly factory?: string;
  };
} = {
  architectures: {
    noun: 'architecture',
    members: { description: 'string', input: 'object', defaults: 'object', build: 'function' },
  },
  layers: { noun: 'type of layer', members: { defaults: 'object', expand: 'function' } },
  weightsSources: { noun: 'weights source', members: { matches: 'function', open: 'function' } },
  weightsFormats: {
    noun: 'weights format',
    members: { description: 'string', sniff: 'function', read: 'function' },
  },
  detectors: { noun: 'face detector', members: { detect: 'function' }, factory: 'create' },
  decoders: {
    noun: 'image decoder',
    members: { isSupported: 'function', sniff: 'function', decode: 'function' },
  },
  runtimes: {
    noun: 'runtime',
    members: {
      description: 'string',
      priority: 'number',
      isSupported: 'function',
      init: 'function',
      load: 'function',
    },
  },
  postprocessors: { noun: 'postprocessor', members: { create: 'function' } },
  augmentations: { noun: 'augmentation', members: { description: 'string', create: 'function' } },
};
