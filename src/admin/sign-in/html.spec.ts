import { html } from './html.js';

describe('a page made from a template', () => {
  it('escapes what it is given', () => {
    expect(html`<p title="${'"'}">${'</p><script>'}</p>`.text).toBe('<p title="&quot;">&lt;/p&gt;&lt;script&gt;</p>');
  });

  it('takes parts of its own making as they are, and lists of them', () => {
    const items = ['a', '<b>'].map((one) => html`<li>${one}</li>`);
    expect(
      html`<ul>
        ${items}
      </ul>`.text.replace(/\s+(?=<)/g, ''),
    ).toBe('<ul><li>a</li><li>&lt;b&gt;</li></ul>');
  });

  it('leaves out what is not there', () => {
    expect(html`<p>${undefined}${false}</p>`.text).toBe('<p></p>');
  });
});
