// What bundlers for browsers take in place of what only Node needs (`browser` in package.json): nothing.
export {};
