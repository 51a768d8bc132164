export { f32_avg_pool_grad } from './f32-avg-pool-grad';
export { f32_column_sums } from './f32-column-sums';
export { f32_conv2d_backprop_filter } from './f32-conv2d-backprop-filter';
export { f32_conv2d_backprop_input } from './f32-conv2d-backprop-input';
export { f32_conv2d_nhwc } from './f32-conv2d-nhwc';
export { f32_matmul, f32_matmul_transpose_a } from './f32-matmul';
export { f32_max_pool_grad } from './f32-max-pool-grad';
