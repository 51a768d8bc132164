/** A batch normalisation by its definition, in float64: x [rows, channels]. */
export function scalarBatchNorm(
  x: Float32Array,
  gamma: Float32Array,
  beta: Float32Array,
  epsilon: number,
): { y: Float64Array; normalised: Float64Array; mean: Float64Array; variance: Float64Array } {
  const channels = gamma.length;
  const rows = x.length / channels;
  const mean = new Float64Array(channels);
  const variance = new Float64Array(channels);
  x.forEach((value, index) => {
    mean[index % channels]! += value / rows;
  });
  x.forEach((value, index) => {
    variance[index % channels]! += (value - mean[index % channels]!) ** 2 / rows;
  });
  const normalised = Float64Array.from(x, (value, index) => {
    const channel = index % channels;
    return (value - mean[channel]!) / Math.sqrt(variance[channel]! + epsilon);
  });
  const y = normalised.map((value, index) => value * gamma[index % channels]! + beta[index % channels]!);
  return { y, normalised, mean, variance };
}

/** Its derivatives (Ioffe and Szegedy 2015, section 3), for a gradient of y. */
export function scalarBatchNormGrad(
  x: Float32Array,
  gamma: Float32Array,
  dy: Float32Array,
  epsilon: number,
): { dx: Float64Array; dgamma: Float64Array; dbeta: Float64Array } {
  const channels = gamma.length;
  const rows = x.length / channels;
  const { normalised, variance } = scalarBatchNorm(x, gamma, gamma, epsilon);
  const dgamma = new Float64Array(channels);
  const dbeta = new Float64Array(channels);
  dy.forEach((value, index) => {
    dgamma[index % channels]! += value * normalised[index]!;
    dbeta[index % channels]! += value;
  });
  const dx = Float64Array.from(dy, (value, index) => {
    const channel = index % channels;
    const scale = gamma[channel]! / Math.sqrt(variance[channel]! + epsilon);
    return scale * (value - dbeta[channel]! / rows - (normalised[index]! * dgamma[channel]!) / rows);
  });
  return { dx, dgamma, dbeta };
}
