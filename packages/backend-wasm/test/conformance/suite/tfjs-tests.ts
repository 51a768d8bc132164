// bundle.ts puts the imports of tfjs-core's tests here.
export {};
