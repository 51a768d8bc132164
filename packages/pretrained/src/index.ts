export { createPlugin, type PretrainedOptions, plugin } from './plugin.ts';
