// What no page needs, as a file of its own in `dist`: bundlers for browsers leave it out (`browser` in package.json).
export { decodeWithSharp } from './decode-with-sharp.ts';
export { loadSharp } from './load-sharp.ts';
export { readNodeFile } from './node-file.ts';
