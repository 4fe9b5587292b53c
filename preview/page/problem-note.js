import { element } from './dom.js';

/**
 * What a part of the page could not do, beside what it shows.
 * @param {string} text
 */
export const problemNote = (text) =>
  element(
    'p',
    {
      class: 'problem-note',
      role: 'alert',
      style: {
        'max-width': '40rem',
        padding: '2px 10px',
        overflow: 'auto',
        color: 'var(--bad)',
        'overflow-wrap': 'anywhere',
      },
    },
    text,
  );
