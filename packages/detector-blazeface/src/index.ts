export { type BlazeFaceOptions, createPlugin, plugin } from './plugin.ts';
