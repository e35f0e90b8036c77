import { compared } from './difference.js';

describe('a comparison of what stands with what was rebuilt', () => {
  it('finds equal rows equal, in whatever order they were read', () => {
    const { standing, rebuilt, differences } = compared(
      'a',
      new Map(Object.entries({ x: '1', y: '2' })),
      new Map(Object.entries({ y: '2', x: '1' })),
    );

    expect(standing).toBe(rebuilt);
    expect(differences).toEqual([]);
  });

  it('names what differs, what is missing and what is too much, with both rows', () => {
    const found = compared(
      'a',
      new Map(Object.entries({ x: '1', y: '2' })),
      new Map(Object.entries({ y: '3', z: '4' })),
    );

    expect(found.standing).not.toBe(found.rebuilt);
    expect(found.differences).toEqual([
      { key: 'x', standing: '1', rebuilt: null },
      { key: 'y', standing: '2', rebuilt: '3' },
      { key: 'z', standing: null, rebuilt: '4' },
    ]);
  });

  it('shows twenty of them', () => {
    const many = new Map(Array.from({ length: 30 }, (_, n) => [`k${n}`, 'row']));
    expect(compared('a', many, new Map()).differences).toHaveLength(20);
  });
});
