import { expect, it } from 'vitest';
import { safeUrl } from './safe-url.ts';

it.each([
  ['https://host/a/photo.jpg', 'https://host/a/photo.jpg'],
  ['https://host/photo.jpg?token=s3cret#s3cret', 'https://host/photo.jpg'],
  ['https://user:s3cret@host:8080/photo.jpg', 'https://host:8080/photo.jpg'],
  ['https://s3cret@host/', 'https://host/'],
  ['https://cdn.host/npm/@fer/model@1.0.0/fer.json', 'https://cdn.host/npm/@fer/model@1.0.0/fer.json'],
  ['ftp://user:s3cret@host/photo.jpg?s3cret', 'ftp://host/photo.jpg'],
  ['HTTP:\\\\user:s3cret@host\\photo.jpg', 'http://host/photo.jpg'],
  ['blob:https://host/6f1c', 'blob:https://host/6f1c'],
  ['file:///home/me/photo.jpg', 'file:///home/me/photo.jpg'],
  ['data:image/png;base64,s3cret', 'data:image/png;base64,…'],
  ['data:s3cret', 'data:…'],
  ['a/photo.jpg?token=s3cret', 'a/photo.jpg'],
  ['/npm/@fer/model/fer.json?s3cret', '/npm/@fer/model/fer.json'],
  // Not URLs, by a port that is none, or a password that holds what ends a host.
  ['http://', 'http://'],
  ['http://host:99999/photo.jpg?s3cret', 'http://host:99999/photo.jpg'],
  ['http://user:s3cret@host:99999/', 'http://…'],
  ['http://user:s3c/ret@host/', 'http://…'],
  ['http://user:s3c?ret@host/', 'http://…'],
  ['//user:s3cret@host/photo.jpg', '//…'],
])('%s is told as %s', (url, expected) => {
  expect(safeUrl(url)).toBe(expected);
  expect(safeUrl(expected)).toBe(expected);
});

it('takes a URL too, and keeps a long one short', () => {
  expect(safeUrl(new URL('https://user:s3cret@host/photo.jpg?s3cret'))).toBe('https://host/photo.jpg');
  expect(safeUrl(`https://host/${'a'.repeat(10_000)}`)).toMatch(/^https:\/\/host\/a{187}…$/);
  expect(safeUrl(`data:${'a'.repeat(10_000)},s3cret`).length).toBeLessThan(210);
});

it.each([
  [undefined, 'undefined'],
  [7, '7'],
  [Object.create(null), 'an object'],
  [Symbol('odd'), 'Symbol(odd)'],
])('never throws: %#', (url, expected) => {
  expect(safeUrl(url as never)).toBe(expected);
});
