export { finish, run, run_steps, work } from './control';
export { run_chunk } from './run-chunk';
