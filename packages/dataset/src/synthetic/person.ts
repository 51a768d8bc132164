import type { Random } from '@fer/core';

export type HairStyle = 'none' | 'short' | 'long' | 'fringe' | 'parted';

const HAIR_STYLES: readonly HairStyle[] = ['none', 'short', 'short', 'long', 'long', 'fringe', 'parted'];

/** What a person looks like whatever the expression; lengths in units of the face, levels 0..255. */
export interface Person {
  readonly skin: number;
  readonly hair: number;
  readonly hairStyle: HairStyle;
  /** How far down the hair grows on the forehead, as a y coordinate. */
  readonly hairline: number;
  /** Half the width of the head at the temples. */
  readonly headWidth: number;
  /** How much narrower the jaw is, 0..1. */
  readonly jawTaper: number;
  readonly eyeSpacing: number;
  readonly eyeWidth: number;
  readonly eyeHeight: number;
  readonly iris: number;
  readonly browHeight: number;
  readonly browThickness: number;
  readonly browLevel: number;
  readonly noseLength: number;
  readonly noseWidth: number;
  readonly mouthHeight: number;
  readonly lipThickness: number;
  readonly lipLevel: number;
  readonly glasses: boolean;
  /** Darkness of a beard and a moustache, 0..1. */
  readonly beard: number;
  readonly moustache: number;
}

export function drawPerson(random: Random): Person {
  const skin = random.uniform(85, 215);
  const hairStyle = HAIR_STYLES[random.integer(HAIR_STYLES.length)]!;
  // Hair is mostly dark; some is fair or white.
  const hair = random.next() < 0.7 ? random.uniform(12, 70) : random.uniform(90, 215);
  const bearded = hairStyle !== 'long' && hairStyle !== 'fringe' && random.next() < 0.35;
  return {
    skin,
    hair,
    hairStyle,
    hairline: random.uniform(-0.78, -0.6),
    headWidth: random.uniform(0.7, 0.82),
    jawTaper: random.uniform(0.1, 0.4),
    eyeSpacing: random.uniform(0.29, 0.35),
    eyeWidth: random.uniform(0.135, 0.17),
    eyeHeight: random.uniform(0.06, 0.08),
    iris: random.uniform(15, 90),
    browHeight: random.uniform(-0.37, -0.31),
    browThickness: random.uniform(0.022, 0.042),
    browLevel: Math.min(hair, skin - 50) * random.uniform(0.6, 1),
    noseLength: random.uniform(0.22, 0.3),
    noseWidth: random.uniform(0.095, 0.14),
    mouthHeight: random.uniform(0.52, 0.58),
    lipThickness: random.uniform(0.03, 0.06),
    lipLevel: skin * random.uniform(0.62, 0.82),
    glasses: random.next() < 0.12,
    beard: bearded ? random.uniform(0.2, 0.75) : 0,
    moustache: bearded && random.next() < 0.7 ? random.uniform(0.3, 0.85) : 0,
  };
}
