import { expect, it } from 'vitest';
import type { FaceDetector } from '../extension-points/face-detector.ts';
import { findContribution } from './find-contribution.ts';
import { createRegistry } from './registry.ts';

const detector = (id: string): FaceDetector => ({ id, apiVersion: 1, detect: async () => [] });
const known = detector('known');
const registry = createRegistry([{ name: 'test', apiVersion: 1, contributes: { detectors: [known] } }]);

it('finds by id, and takes what is given', () => {
  expect(findContribution(registry, 'detectors', 'known', 'detector')).toBe(known);
  const given = detector('given');
  expect(findContribution(registry, 'detectors', given, 'detector')).toBe(given);
});

it.each<[unknown, string, string]>([
  ['knwn', 'FER_UNKNOWN_ID', 'Did you mean "known"?'],
  [{ ...known, detect: undefined }, 'FER_PLUGIN_INVALID', 'given as `detector`'],
  [null, 'FER_PLUGIN_INVALID', 'given as `detector`'],
])('refuses %o', (choice, code, message) => {
  expect(() => findContribution(registry, 'detectors', choice as string, 'detector')).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  );
});
