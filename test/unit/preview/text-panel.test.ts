import { expect, test } from '@jest/globals';
import { readChoice } from '../../../preview/choice.ts';
import { textPanelHtml } from '../../../preview/text-panel.ts';

const choice = readChoice(new URLSearchParams('from=now-1M/M&to=now'));

function html(content: string, sector = 'Retail'): string {
  const variables = { sector: { values: [sector], isAll: false, allValue: null } };
  return textPanelHtml({ id: 1, type: 'text', options: { content } }, variables, choice);
}

test('Markdown is drawn, with the chosen time and values in words and links', () => {
  expect(
    html('**Next**: [bill of ${sector}](/d/appd-chargeback/x?${__url_time_range}&${sector:queryparam})'),
  ).toBe(
    '<p><strong>Next</strong>: <a href="/d/appd-chargeback/x?from=now-1M%2FM&amp;to=now&amp;var-sector=Retail">bill of Retail</a></p>\n',
  );
});

test.each([
  ['HTML', 'a <b>bold</b> word', '<p>a &lt;b&gt;bold&lt;/b&gt; word</p>\n'],
  ['a block of HTML', '<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['a picture', '![words](https://example.com/x.png)', '<p>words</p>\n'],
  ['a link that runs', '[words](javascript:alert(1))', '<p>words</p>\n'],
  ['a link to another host without saying so', '[words](//example.com)', '<p>words</p>\n'],
])('%s is shown as words', (_what, content, expected) => {
  expect(html(content)).toBe(expected);
});

test('a name with HTML in it stays a name', () => {
  expect(html('Bill of ${sector}', '<img src=x onerror=alert(1)>')).not.toContain('<img');
});
