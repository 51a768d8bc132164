/** The page of `forward-browser.ts`: one network in one system. The address says which; the driver gives commands. */
import { isRelaxedSimdSupported } from '@fer/backend-wasm';
import type * as OrtWeb from 'onnxruntime-web';
import { createContestant, type ForwardCommand } from '../forward-commands.ts';
import { fer } from '../systems/fer.ts';
import { type LiteRt, litert } from '../systems/litert.ts';
import { onnxruntimeWeb } from '../systems/onnxruntime-web.ts';
import { tfjsCpu, tfjsWasmInPage } from '../systems/tfjs.ts';

/** What the driver finds in `window`. */
export interface BenchPage {
  obey(command: ForwardCommand): Promise<unknown>;
  describe(): Promise<{ isolated: boolean; simd: 'simd' | 'relaxed-simd' }>;
}

/** Where the driver serves what the peers' packages publish: no bundler comes between. */
const ORT_FOLDER = '/onnxruntime-web/';
const TFJS_FOLDER = '/tfjs-backend-wasm/';
const LITERT_FOLDER = '/litert/';
/** Fifty ticks of the clock of a page that is not isolated. */
const LEAST_SAMPLE_MS = 5;

const importOrt = () => import(/* @vite-ignore */ `${ORT_FOLDER}ort.wasm.min.mjs`) as Promise<typeof OrtWeb>;
const importLiteRt = () => import(/* @vite-ignore */ `${LITERT_FOLDER}litert.mjs`) as Promise<LiteRt>;
const systems = [
  fer,
  tfjsWasmInPage(TFJS_FOLDER),
  onnxruntimeWeb(importOrt, ORT_FOLDER),
  litert(importLiteRt, `${LITERT_FOLDER}wasm/`, `${LITERT_FOLDER}models/`),
  tfjsCpu,
];

const query = new URLSearchParams(location.search);
const setup = {
  system: query.get('system')!,
  network: query.get('network')!,
  threads: Number(query.get('threads')),
};
const page: BenchPage = {
  obey: createContestant(systems, setup, { leastSampleMs: LEAST_SAMPLE_MS }),
  describe: async () => ({
    isolated: crossOriginIsolated,
    simd: (await isRelaxedSimdSupported()) ? 'relaxed-simd' : 'simd',
  }),
};
Object.assign(window, { bench: page });
