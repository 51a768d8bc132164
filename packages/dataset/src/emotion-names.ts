import { EMOTIONS, type Emotion } from '@fer/core';

/** The spellings that folders and label columns use besides the names in `EMOTIONS`. */
const OTHER_SPELLINGS: Readonly<Record<string, Emotion>> = {
  anger: 'angry',
  disgusted: 'disgust',
  fearful: 'fear',
  afraid: 'fear',
  happiness: 'happy',
  sadness: 'sad',
  surprised: 'surprise',
};

const labels = new Map<string, number>();
for (const [label, name] of EMOTIONS.entries()) labels.set(name, label).set(String(label), label);
for (const [spelling, name] of Object.entries(OTHER_SPELLINGS)) labels.set(spelling, EMOTIONS.indexOf(name));

/**
 * The index in `EMOTIONS` that a name of a folder or a cell stands for: a name in any of its usual spellings, in any
 * case, or a number `0` to `6`. `undefined` if it is none of these.
 */
export function labelFromName(name: string): number | undefined {
  return labels.get(name.trim().toLowerCase());
}
