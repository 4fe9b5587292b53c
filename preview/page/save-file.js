import { element } from './dom.js';

/** Browsers read the content some time after the click. */
const keepMs = 60_000;

/**
 * Hands a file to the browser, which stores it as a download.
 * @param {{ name: string, content: Blob }} file
 */
export function saveFile({ name, content }) {
  const address = URL.createObjectURL(content);
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), keepMs);
}
