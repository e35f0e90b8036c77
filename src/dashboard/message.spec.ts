import { message } from './message.js';

describe('a message of the stream', () => {
  it('is named, carries its place, and holds its data on one line', () => {
    expect(message('changed', { topics: ['figures'] }, '12:7')).toBe(
      'event: changed\nid: 12:7\ndata: {"topics":["figures"]}\n\n',
    );
  });

  it('lets no data become a field', () => {
    const text = message('feed', { subject: 'x\nevent: bye\n\n' });
    expect(text.split('\n').filter((line) => line.startsWith('event:'))).toEqual(['event: feed']);
  });

  it('takes no id that is not a place', () => {
    expect(message('changed', {}, '1:2\ndata: {}')).toContain('id: 0:0\n');
  });
});
