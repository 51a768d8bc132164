import { describe, expect, it } from 'vitest';
import { renderTable } from './table.ts';

const columns = [{ title: 'name' }, { title: 'count', align: 'right' }] as const;

describe('renderTable', () => {
  it('makes columns as wide as their widest cell', () => {
    const lines = renderTable(columns, [
      ['happy', '7,215'],
      ['a long name', '1,000,000'],
    ]);
    expect(lines).toEqual(['name             count', 'happy            7,215', 'a long name  1,000,000']);
  });

  it('pads before it colours', () => {
    const lines = renderTable(columns, [['sad', '1']], { styleCell: (cell) => `<${cell}>` });
    expect(lines[1]).toBe('<sad >  <    1>');
  });

  it('counts what it must spell out', () => {
    const lines = renderTable([{ title: 'a\x1b' }, { title: 'b' }], [['\r', 'x']]);
    expect(lines).toEqual(['a\\x1b  b', '\\r     x']);
  });

  it('leaves missing cells empty and no blanks at the end', () => {
    expect(renderTable(columns, [['sad']])[1]).toBe('sad');
  });
});
