import { askedOf, Misasked } from './serve-asked.js';

describe('the sandbox as a program', () => {
  it.each([
    ['nothing', [], {}, { port: 12_111, data: '.data-sandbox', help: false }],
    ['a port', ['--port', '0'], {}, { port: 0 }],
    ['the port of the environment', [], { PORT: '4711' }, { port: 4711 }],
    ['a port that is said and one of the environment', ['--port=1'], { PORT: '4711' }, { port: 1 }],
    ['a folder', ['--data', '/tmp/mine'], {}, { data: '/tmp/mine' }],
    ['help', ['-h'], {}, { help: true }],
  ])('takes %s', (_what, args, env, asked) => {
    expect(askedOf(args, env)).toMatchObject(asked);
  });

  it.each([
    ['an unknown option', ['--prot', '1'], {}, /^Unknown option '--prot'\.\n/],
    ['a word too many', ['12111'], {}, /12111/],
    ['an option without its value', ['--port'], {}, /--port/],
    ['a port that is none', ['--port', 'many'], {}, /^--port must be a whole number/],
    ['a port beyond the last', [], { PORT: '65536' }, /^PORT must be a whole number/],
  ])('refuses %s in words', (_what, args, env, words) => {
    expect(() => askedOf(args, env)).toThrow(Misasked);
    expect(() => askedOf(args, env)).toThrow(words);
  });
});
