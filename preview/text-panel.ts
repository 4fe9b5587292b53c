import { Marked, type Tokens } from 'marked';
import type { Panel } from './dashboards.ts';
import { encodeStrictly, escapeHtml, formats } from './formats.ts';
import { interpolate } from './interpolate.ts';
import type { Choice } from './choice.ts';
import type { Variables } from './variable-value.ts';

/** The words of a text panel. HTML in them is shown as it is written, and links lead to pages only. */
export function textPanelHtml(panel: Panel, variables: Variables, { from, to }: Choice): string {
  const time = Object.entries({ from, to }).flatMap(([name, word]) =>
    word === null ? [] : [`${name}=${encodeStrictly(word)}`],
  );
  const markdown = interpolate(panel.options?.content ?? '', {
    variables,
    builtIns: { __url_time_range: time.join('&'), __all_variables: allVariables(variables) },
    allowed: ['html', 'text', 'csv', 'queryparam', 'percentencode'],
    unnamed: () => 'html',
  });
  return renderer.parse(markdown, { async: false });
}

function allVariables(variables: Variables): string {
  return Object.entries(variables)
    .map(([name, value]) => formats['queryparam']?.(name, value) ?? '')
    .join('&');
}

const renderer = new Marked({
  gfm: true,
  renderer: {
    html: ({ text }: Tokens.HTML | Tokens.Tag) => escapeHtml(text),
    image: ({ text }: Tokens.Image) => escapeHtml(text),
    link({ href, tokens }: Tokens.Link) {
      const words = this.parser.parseInline(tokens);
      return isPage(href) ? `<a href="${escapeHtml(href)}">${words}</a>` : words;
    },
  },
});

function isPage(href: string): boolean {
  return /^(https?:\/\/|\/(?!\/)|#)/i.test(href);
}
