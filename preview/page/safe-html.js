/** Elements that written words need. Anything else gives its text alone. */
const allowed = new Set([
  'A', 'P', 'UL', 'OL', 'LI', 'STRONG', 'B', 'EM', 'I', 'CODE', 'PRE', 'BR', 'HR', 'BLOCKQUOTE', 'H1', 'H2', 'H3', 'H4', 'H5',
  'H6', 'TABLE', 'THEAD', 'TBODY', 'TR', 'TH', 'TD', 'DEL', 'SPAN', 'DIV',
]); // prettier-ignore

/**
 * HTML that the server made of Markdown, once more through a list of what is allowed: no attributes but addresses of links.
 * @param {string} html
 * @param {(url: string) => string | undefined} safeUrl
 * @returns {DocumentFragment}
 */
export function safeHtml(html, safeUrl) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const fragment = document.createDocumentFragment();
  fragment.append(...copies(parsed.body, safeUrl));
  return fragment;
}

/**
 * @param {Node} parent
 * @param {(url: string) => string | undefined} safeUrl
 * @returns {Node[]}
 */
function copies(parent, safeUrl) {
  return [...parent.childNodes].flatMap((node) => {
    if (node instanceof Text) return [document.createTextNode(node.data)];
    if (!(node instanceof Element) || ['SCRIPT', 'STYLE', 'TEMPLATE'].includes(node.tagName)) return [];
    if (!allowed.has(node.tagName)) return copies(node, safeUrl);
    const copy = document.createElement(node.tagName);
    const url = node.tagName === 'A' ? safeUrl(node.getAttribute('href') ?? '') : undefined;
    if (url !== undefined) copy.setAttribute('href', url);
    copy.append(...copies(node, safeUrl));
    return [copy];
  });
}
