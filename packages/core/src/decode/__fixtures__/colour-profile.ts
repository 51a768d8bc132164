/** ICC.1:2010 §7.2, §9, §10: an RGB profile that is sRGB (gamma 2.2) with red and blue exchanged. */
export function swappedProfile(): Uint8Array {
  // sRGB's primaries in the profile connection space, D50.
  const [red, green, blue] = [
    [0.4361, 0.2225, 0.0139],
    [0.3851, 0.7169, 0.0971],
    [0.1431, 0.0606, 0.7141],
  ] as const;
  const curve = tag('curv', [0, 0, 0, 1, (2.2 * 256) >> 8, Math.round(0.2 * 256), 0, 0]);
  const tags: [name: string, bytes: Uint8Array][] = [
    ['desc', tag('desc', [0, 0, 0, 5, ...text('swap\0'), ...new Array(79).fill(0)])],
    ['cprt', tag('text', [...text('none\0'), 0, 0, 0])],
    ['wtpt', xyz([0.9642, 1, 0.8249])],
    ['rXYZ', xyz(blue)],
    ['gXYZ', xyz(green)],
    ['bXYZ', xyz(red)],
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const first = 128 + 4 + tags.length * 12;
  const profile = new Uint8Array(first + tags.reduce((sum, [, bytes]) => sum + bytes.length, 0));
  const view = new DataView(profile.buffer);
  view.setUint32(0, profile.length);
  profile.set([2, 0x40], 8);
  profile.set(text('mntrRGB XYZ '), 12);
  profile.set(text('acsp'), 36);
  profile.set(xyz([0.9642, 1, 0.8249]).subarray(8), 68);
  view.setUint32(128, tags.length);
  let at = first;
  for (const [i, [name, bytes]] of tags.entries()) {
    profile.set(text(name), 132 + i * 12);
    view.setUint32(136 + i * 12, at);
    view.setUint32(140 + i * 12, bytes.length);
    profile.set(bytes, at);
    at += bytes.length;
  }
  return profile;
}

/** The JPEG with the profile in an APP2 segment, its pixels as they were (ICC.1:2010 annex B.4). */
export function withProfile(jpeg: Uint8Array, profile: Uint8Array): Uint8Array {
  const body = [...text('ICC_PROFILE\0'), 1, 1, ...profile];
  const length = body.length + 2;
  return Uint8Array.from([0xff, 0xd8, 0xff, 0xe2, length >> 8, length & 255, ...body, ...jpeg.subarray(2)]);
}

function tag(type: string, data: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((8 + data.length) / 4) * 4);
  bytes.set(text(type));
  bytes.set(data, 8);
  return bytes;
}

function xyz(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(12);
  for (const [i, value] of values.entries()) new DataView(bytes.buffer).setInt32(i * 4, value * 65_536);
  return tag('XYZ ', [...bytes]);
}

function text(letters: string): Uint8Array {
  return new TextEncoder().encode(letters);
}
