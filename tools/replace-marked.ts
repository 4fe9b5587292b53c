/**
 * The text with everything between `<!-- name -->` and `<!-- /name -->` replaced.
 *
 * @throws Error when the marks are missing.
 */
export function replaceMarked(text: string, name: string, content: string): string {
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = text.indexOf(opening);
  const end = text.indexOf(closing);
  if (start === -1 || end < start) throw new Error(`The text has no part between ${opening} and ${closing}.`);
  return `${text.slice(0, start + opening.length)}\n\n${content.trim()}\n\n${text.slice(end)}`;
}
