/** The pictures that are scored, and by which labels. */
export const TEST_SETS = [
  { id: 'public', title: 'PublicTest', split: 'public', copies: true, ferPlus: false },
  { id: 'private', title: 'PrivateTest', split: 'private', copies: true, ferPlus: false },
  { id: 'public-unseen', title: 'PublicTest, no copies', split: 'public', copies: false, ferPlus: false },
  { id: 'private-unseen', title: 'PrivateTest, no copies', split: 'private', copies: false, ferPlus: false },
  { id: 'public-ferplus', title: 'PublicTest, FER+', split: 'public', copies: true, ferPlus: true },
  { id: 'private-ferplus', title: 'PrivateTest, FER+', split: 'private', copies: true, ferPlus: true },
] as const;

export type TestSet = (typeof TEST_SETS)[number];
