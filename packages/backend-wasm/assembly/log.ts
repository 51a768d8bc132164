/**
 * ln(x) of a positive, normal number, within 1e-9 of x's logarithm: x = 2ⁿ·m with m from 1/√2 to √2, and
 * ln(m) = 2·artanh((m - 1) / (m + 1)) by its Taylor series.
 */
export function log(x: f64): f64 {
  let bits = reinterpret<i64>(x);
  let exponent = <i32>(bits >> 52) - 1023;
  let mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  if (mantissa > 1.4142135623730951) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  const series =
    1 + square * (1.0 / 3 + square * (1.0 / 5 + square * (1.0 / 7 + square * (1.0 / 9 + square * (1.0 / 11)))));
  return <f64>exponent * 0.6931471805599453 + 2 * s * series;
}
