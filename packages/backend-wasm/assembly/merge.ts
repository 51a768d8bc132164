/** How two numbers become one. Sums have a kernel of their own, which applies activations too. */
export const enum Merge {
  subtract = 0,
  multiply = 1,
  maximum = 2,
}
