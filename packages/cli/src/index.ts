export { EXIT_CODES } from './exit-codes.ts';
export type { OutputStream } from './output-stream.ts';
export { run } from './run.ts';
export type { Terminal } from './terminal.ts';
