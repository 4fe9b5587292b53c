import { element } from './dom.js';

/** What is open now; opening another one closes it. */
let closeOpen = () => {};

/**
 * A button with a card below it. The card is made anew whenever it opens; Escape, a click elsewhere and leaving it by Tab close it.
 * @param {{ label: string, class?: string, content: import('./dom.js').Child[], makeCard: (close: () => void) => HTMLElement, onClose?: () => void, role?: string }} parts
 * @returns {HTMLElement}
 */
export function dropDown({ label, class: kind = '', content, makeCard, onClose, role = 'dialog' }) {
  const button = element(
    'button',
    { type: 'button', 'aria-haspopup': role, 'aria-expanded': 'false', 'aria-label': label, title: label },
    ...content,
  );
  const box = element('div', { class: `drop-down ${kind}` }, button);
  /** @type {HTMLElement | undefined} */
  let card;

  const close = () => {
    if (card === undefined) return;
    const hadFocus = card.contains(document.activeElement);
    card.remove();
    card = undefined;
    button.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', onPointer, true);
    closeOpen = () => {};
    if (hadFocus) button.focus();
    onClose?.();
  };
  const onPointer = (/** @type {PointerEvent} */ event) => {
    if (event.target instanceof Node && !box.contains(event.target)) close();
  };
  const open = () => {
    closeOpen();
    card = makeCard(close);
    card.classList.add('card');
    card.setAttribute('role', role);
    card.setAttribute('aria-label', label);
    box.append(card);
    keepInside(card);
    button.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', onPointer, true);
    closeOpen = close;
    /** @type {HTMLElement | null} */ (card.querySelector('input, a, button, select'))?.focus();
  };
  button.addEventListener('click', () => (card === undefined ? open() : close()));
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  box.addEventListener('focusout', (event) => {
    if (event.relatedTarget instanceof Node && !box.contains(event.relatedTarget)) close();
  });
  return box;
}

/**
 * A card at the right edge opens toward the left.
 * @param {HTMLElement} card
 */
function keepInside(card) {
  const { right } = card.getBoundingClientRect();
  card.classList.toggle('to-the-left', right > document.documentElement.clientWidth - 8);
}
