import { cssColor } from './colors.js';
import { element, icon, icons } from './dom.js';
import { dropDown } from './drop-down.js';
import { swatch } from './legend.js';

/**
 * Which marks of what happened the charts show.
 * @param {readonly import('./types.js').Annotation[]} marks
 * @param {ReadonlySet<string>} hiddenMarks by the names of annotations
 * @param {(hidden: ReadonlySet<string>) => void} hide
 */
export function marksPicker(marks, hiddenMarks, hide) {
  const kinds = new Map(marks.map(({ name, color }) => [name, color]));
  if (kinds.size === 0) return null;
  return dropDown({
    label: 'Marks in the charts',
    class: 'marks',
    content: ['Marks', icon(icons.down)],
    makeCard: () =>
      element(
        'ul',
        { class: 'choices' },
        [...kinds].map(([name, color]) => {
          const box = element('input', {
            type: 'checkbox',
            checked: !hiddenMarks.has(name),
            change: () => {
              const next = new Set(hiddenMarks);
              if (box.checked) next.delete(name);
              else next.add(name);
              hiddenMarks = next;
              hide(next);
            },
          });
          const count = marks.filter((mark) => mark.name === name).length;
          return element('li', {}, element('label', {}, box, swatch(cssColor(color)), `${name} (${count})`));
        }),
      ),
  });
}
