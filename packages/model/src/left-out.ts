// What bundlers for browsers take in place of what only Node needs (`browser` in package.json): names, which Parcel looks for.
export const installedDetectorPlugin = undefined;
export const readFile = undefined;
