import { describe, expect, it } from 'vitest';
import { classifyPath, testIsPrivate } from './classify-path.ts';

describe('classifyPath', () => {
  it.each([
    ['train/happy/1.png', 3, 0],
    ['Training/Angry/1.png', 0, 0],
    ['test/neutral/1.png', 6, 1],
    ['validation/sadness/1.png', 4, 1],
    ['val/SURPRISED/1.png', 5, 1],
    ['publictest/disgusted/1.png', 1, 1],
    ['private/fearful/1.png', 2, 2],
    ['PrivateTest/fear/1.png', 2, 2],
    ['fer2013/images/train/surprise/1.png', 5, 0],
    ['happy/train/1.png', 3, 0],
    ['happy/1.png', 3, 0],
    ['train/5/1.png', 5, 0],
    ['test/angry/PrivateTest_10131363.jpg', 0, 2],
    ['test/angry/PublicTest_10131363.jpg', 0, 1],
    ['train/angry/Training_3908.jpg', 0, 0],
    ['constructor/angry/__proto__/toString_1.jpg', 0, 0],
    ['constructor/__proto__/1.jpg', undefined, 0],
    ['sad/private/happy/1.png', 3, 2],
  ])('reads %s', (path, label, split) => {
    expect(classifyPath(path, false)).toEqual({ label, split });
  });

  it.each(['train/1.png', 'happy.png', 'train/contempt/1.png', 'train/7/1.png'])(
    'finds no label in %s',
    (path) => {
      expect(classifyPath(path, false).label).toBeUndefined();
    },
  );

  it('keeps test/ for reporting where there is a validation folder', () => {
    expect(testIsPrivate(['train/happy/1.png', 'test/happy/1.png'])).toBe(false);
    expect(testIsPrivate(['train/happy/1.png', 'Validation/happy/1.png'])).toBe(true);
    expect(classifyPath('test/happy/1.png', true).split).toBe(2);
    expect(classifyPath('test/happy/PublicTest_1.png', true).split).toBe(1);
    expect(classifyPath('val/happy/1.png', true).split).toBe(1);
  });
});
