/**
 * Why some marks are not in the charts; kinds with the same reason are named together.
 * @param {readonly import('./types.js').UnreadKind[]} unread
 */
export function unreadText(unread) {
  /** @type {Map<string, string[]>} */
  const namesOf = new Map();
  for (const { name, message } of unread) namesOf.set(message, [...(namesOf.get(message) ?? []), name]);
  const reasons = [...namesOf].map(([message, names]) =>
    [names.join(', '), message].filter(Boolean).join(': '),
  );
  return `Marks cannot be read: ${reasons.join(' ')}`;
}
