import { fer } from './fer.ts';
import { onnxruntimeNode } from './onnxruntime-node.ts';
import { onnxruntimeWeb } from './onnxruntime-web.ts';
import type { System } from './system.ts';
import { tfjsCpu, tfjsWasm } from './tfjs.ts';

/** All systems that run in Node; ours is the first. */
export const nodeSystems: readonly System[] = [
  fer,
  tfjsWasm,
  onnxruntimeWeb(() => import('onnxruntime-web')),
  onnxruntimeNode,
  tfjsCpu,
];
