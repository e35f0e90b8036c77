import { isStorable, storableJson } from './storable.js';

const BACKSLASH = '\\';

describe('isStorable', () => {
  it.each([
    ['a text', 'Ada', true],
    ['a pair of surrogates', '\u{1f600}', true],
    ['a NUL', 'a\0b', false],
    ['the first half of a pair', 'a\ud83d', false],
    ['the second half of a pair', '\ude00a', false],
  ])('says of %s', (_name, text, expected) => {
    expect(isStorable(text)).toBe(expected);
  });
});

describe('storableJson', () => {
  it.each([
    ['a NUL', 'a\0b', 'a\ufffdb'],
    ['the first half of a pair', 'a\ud83db', 'a\ufffdb'],
    ['the second half of a pair', '\ude00', '\ufffd'],
    ['halves in the wrong order', '\ude00\ud83d', '\ufffd\ufffd'],
    ['half a pair before a whole one', '\ud83d\u{1f600}', '\ufffd\u{1f600}'],
    ['a backslash before what looks like one', `${BACKSLASH}u0000`, `${BACKSLASH}u0000`],
    ['a backslash before one', `${BACKSLASH}\0`, `${BACKSLASH}\ufffd`],
    ['other escapes', '\n"\t\u0001', '\n"\t\u0001'],
  ])('keeps all but %s', (_name, text, expected) => {
    expect(JSON.parse(storableJson(JSON.stringify({ [text]: [text] })))).toEqual({ [expected]: [expected] });
  });

  it('leaves a pair that is spelled in escapes', () => {
    expect(storableJson(String.raw`"\ud83d\ude00\u0000"`)).toBe(String.raw`"\ud83d\ude00\ufffd"`);
  });

  it('is the very text where there is nothing to take out', () => {
    expect(storableJson('{"name":"Ada"}')).toBe('{"name":"Ada"}');
  });
});
