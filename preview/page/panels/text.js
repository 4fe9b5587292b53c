import { safeUrl } from '../links.js';
import { element } from '../dom.js';
import { safeHtml } from '../safe-html.js';

/**
 * Words in Markdown, which the server has made HTML.
 * @param {HTMLElement} body
 * @param {string} html
 */
export function drawText(body, html) {
  body.append(element('div', { class: 'words' }, safeHtml(html, safeUrl)));
}
