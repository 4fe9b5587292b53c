/** A flat list as the controller's default output, e.g. `<applications><application><id>1</id></application></applications>`. */
export function renderXml(root: string, element: string, items: readonly object[]): string {
  const rows = items.map((item) => {
    const fields = Object.entries(item).map(
      ([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`,
    );
    return `  <${element}>${fields.join('')}</${element}>`;
  });
  return `<${root}>\n${rows.join('\n')}\n</${root}>\n`;
}

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
