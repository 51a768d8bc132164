// What bundlers for browsers take in place of what only Node needs (`browser` in package.json): names, which Parcel looks for.
export const decodeWithSharp = undefined;
export const loadSharp = undefined;
export const readNodeFile = undefined;
