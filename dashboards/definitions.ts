import { Marked } from 'marked';
import { gfmHeadingId } from 'marked-gfm-heading-id';

/** docs/methodology.md as the page that panels link to, or another document; every heading is an anchor. */
export function renderDefinitions(markdown: string, title = 'How the figures are defined'): string {
  const body = new Marked(gfmHeadingId()).parse(markdown, { async: false });
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
  body { font: 16px/1.55 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; color: #1d2129; }
  h2 { margin-top: 2.5rem; border-bottom: 1px solid #d8dce3; }
  :target { background: #fff3c4; }
  table { border-collapse: collapse; display: block; overflow-x: auto; }
  th, td { border: 1px solid #d8dce3; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
  code { background: #f2f4f7; padding: 0 0.2em; } pre code { display: block; padding: 0.8rem; overflow-x: auto; }
</style>
${body}</html>
`;
}
