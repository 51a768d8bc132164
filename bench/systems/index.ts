import { fer } from './fer.ts';
import { onnxruntimeNode, onnxruntimeWeb } from './onnxruntime.ts';
import type { System } from './system.ts';
import { tfjsCpu, tfjsWasm } from './tfjs.ts';

/** All systems that run in Node; ours is the first. */
export const nodeSystems: readonly System[] = [fer, tfjsWasm, onnxruntimeWeb, onnxruntimeNode, tfjsCpu];
