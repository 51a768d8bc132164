import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import * as tf from '@tensorflow/tfjs-core';
import { setTestEnvs } from '@tensorflow/tfjs-core/dist/jasmine_util';
import jasmineRequire from 'jasmine-core/lib/jasmine-core/jasmine.js';

// Runs before the tests are loaded: they look for jasmine's globals and for a backend to run on as soon as they load.
export const jasmine = jasmineRequire.core(jasmineRequire);
export const jasmineEnv = jasmine.getEnv();
Object.assign(globalThis, jasmineRequire.interface(jasmine, jasmineEnv));

/** One of the suites takes it for the backend's name. */
export const environmentName = 'wasm';
setTestEnvs([{ name: environmentName, backendName: 'wasm', isDataSync: true }]);

/**
 * tfjs's tests throw the engine away before and after every suite, and with it the backend, whose start takes longer
 * than the suite. Here the engine's books and flags start afresh and the backend stays.
 */
const engine = tf.engine();
const EngineState = engine.state.constructor as new () => typeof engine.state;
engine.reset = () => {
  engine.state.dispose();
  engine.ENV.reset();
  engine.state = new EngineState();
};
