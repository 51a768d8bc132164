export { finish, run, run_steps, work } from './control';
export { f32_avg_pool_grad } from './f32-avg-pool-grad';
export { f32_max_pool_grad } from './f32-max-pool-grad';
export { f32_depthwise_backprop_filter } from './f32-depthwise-backprop-filter';
export { f32_depthwise_backprop_input } from './f32-depthwise-backprop-input';
export { run_chunk } from './run-chunk';
