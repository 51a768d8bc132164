export { EXIT_CODES } from './exit-codes.ts';
export { run } from './run.ts';
export type { OutputStream, Terminal } from './terminal.ts';
