import { createRandom } from '@fer/core';
import { describe, expect, it } from 'vitest';
import { decodeInt8, encodeInt8, int8ByteLength } from './int8.ts';

const roundTrip = (values: Float32Array, channels: number) =>
  decodeInt8(encodeInt8(values, channels), channels);

describe('int8', () => {
  it('comes within half a level of every number, by channel', () => {
    const channels = 5;
    const random = createRandom(1);
    // Each channel has a range of its own, over five orders of magnitude.
    const values = Float32Array.from({ length: 400 }, (_, i) => random.normal() * 10 ** ((i % channels) - 3));
    const received = roundTrip(values, channels);
    for (let channel = 0; channel < channels; channel++) {
      const ofChannel = Array.from(values).filter((_, i) => i % channels === channel);
      const largest = Math.max(...ofChannel.map(Math.abs));
      for (let i = channel; i < values.length; i += channels) {
        expect(Math.abs(received[i]! - values[i]!)).toBeLessThanOrEqual((largest / 127 / 2) * (1 + 1e-5));
      }
    }
  });

  it('keeps zeros, signs and the largest magnitude', () => {
    const values = Float32Array.of(0, 2.54, -2.54, 0.02, -0.02, 0);
    expect(Array.from(roundTrip(values, 1))).toEqual(Array.from(values, (value) => expect.closeTo(value, 6)));
    expect(Array.from(roundTrip(new Float32Array(6), 3))).toEqual(Array(6).fill(0));
  });

  it('has the bytes of a scale a channel and one a number', () => {
    const bytes = encodeInt8(Float32Array.of(127, -127 * 8, 1, 8 * 64), 2);
    expect(bytes.length).toBe(int8ByteLength(4, 2));
    // Scales 1 and 8, little endian, then 127, -127, 1, 64.
    expect([...bytes]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0x41, 127, 0x81, 1, 64]);
  });

  it('gives 0 where numbers are too small for a scale', () => {
    const values = Float32Array.of(2 ** -149, -(2 ** -149));
    for (const value of roundTrip(values, 1)) expect(Math.abs(value)).toBeLessThan(2 ** -140);
  });
});
