/**
 * Moments below this become 0. A moment without gradients shrinks by a tenth a step and soon is a denormal number,
 * with which processors are about 60 times slower (0.9 → 55 ns an element); nothing this small moves a weight.
 */
export const SMALLEST_MOMENT = 1e-30;
