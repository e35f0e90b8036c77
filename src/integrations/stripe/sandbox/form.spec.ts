import { parseForm } from './form.js';

describe('parseForm', () => {
  it.each([
    ['name=Ada+%26+Co', { name: 'Ada & Co' }],
    ['items[0][price]=a&items[1][price]=b', { items: [{ price: 'a' }, { price: 'b' }] }],
    ['expand[]=a&expand[]=b', { expand: ['a', 'b'] }],
    ['metadata[k]=v&metadata[l]=', { metadata: { k: 'v', l: '' } }],
    ['created[gte]=5&limit=3', { created: { gte: '5' }, limit: '3' }],
    ['description=', { description: '' }],
    ['', {}],
  ])('reads %s', (text, tree) => {
    expect(parseForm(text)).toEqual(tree);
  });

  it('keeps ten items in their order', () => {
    const text = Array.from({ length: 11 }, (_, n) => `items[${n}]=${n}`).join('&');
    expect(parseForm(text)['items']).toEqual(Array.from({ length: 11 }, (_, n) => String(n)));
  });

  it('lets no name reach what all objects share', () => {
    parseForm('__proto__[polluted]=yes&constructor[prototype][polluted]=yes');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
