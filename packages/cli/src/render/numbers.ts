/** `28709` → `28,709` */
export function formatCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

/** `967123` → `967 kB`, `2971662` → `3.0 MB` */
export function formatBytes(byteLength: number): string {
  return byteLength < 1e6 ? `${formatCount(byteLength / 1e3)} kB` : `${formatRate(byteLength / 1e6)} MB`;
}

/** `0.5742` → `57.4 %` */
export function formatPercent(fraction: number): string {
  return `${(fraction * 100).toFixed(1)} %`;
}

/** `0.617, [0.601, 0.633]` → `61.7 % (60.1–63.3)` */
export function formatEstimate(fraction: number, [low, high]: readonly [number, number]): string {
  return `${formatPercent(fraction)} (${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)})`;
}

/** `0.0165` → `+1.7`, a difference of two percentages. */
export function formatPoints(difference: number): string {
  const points = Math.abs(difference * 100).toFixed(1);
  if (points === '0.0') return points;
  return `${difference > 0 ? '+' : '−'}${points}`;
}

/** `0.0214` → `= 0.021`, `0.0000014` → `< 0.001` */
export function formatPValue(value: number): string {
  return value < 0.001 ? '< 0.001' : `= ${value.toFixed(3)}`;
}

/** `82` → `1:22`, `4000` → `1:06:40`, `400000` → `4 d 15 h` */
export function formatSeconds(seconds: number): string {
  const whole = Math.round(seconds);
  const days = Math.floor(whole / 86_400);
  const hours = Math.floor((whole % 86_400) / 3600);
  if (days > 0) return `${days} d ${hours} h`;
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** A rate with as many digits as help: `0.25`, `7.4`, `1,204` */
export function formatRate(rate: number): string {
  if (rate >= 100) return formatCount(rate);
  return rate >= 1 ? rate.toFixed(1) : rate.toFixed(2);
}
