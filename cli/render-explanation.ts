import type { Explanation, Proof } from '../domain/explain/explanation.ts';
import { money } from './table.ts';

interface Row {
  readonly text: string;
  readonly amount: string;
}

const widest = 108;

/**
 * The tree as text, amounts lined up on the right; every sum says whether it adds up. What came from the same answer and run as
 * the usage row above it says so instead of telling it again.
 */
export function renderExplanation(tree: Explanation): string {
  const rows = rowsOf(withoutRepetition(tree, { origin: '' }), '', '');
  const amounts = rows.filter(({ amount }) => amount !== '');
  const textWidth = Math.min(widest, Math.max(...amounts.map(({ text }) => text.length)));
  const amountWidth = Math.max(...amounts.map(({ amount }) => amount.length));
  return rows
    .map(({ text, amount }) =>
      amount === '' ? text : `${text.padEnd(textWidth)}  ${amount.padStart(amountWidth)}`,
    )
    .join('\n');
}

function rowsOf({ title, amount, proof, children }: Explanation, head: string, indent: string): Row[] {
  const hasBelow = children.length > 0;
  const own: Row = { text: head + title, amount: amount === null ? '' : money(amount) };
  const proven: Row[] = proof
    ? [{ text: `${indent}${hasBelow ? '│  ' : '   '}${sentence(proof)}`, amount: '' }]
    : [];
  const below = children.flatMap((child, index) => {
    const isLast = index === children.length - 1;
    return rowsOf(child, `${indent}${isLast ? '└─ ' : '├─ '}`, `${indent}${isLast ? '   ' : '│  '}`);
  });
  return [own, ...proven, ...below];
}

function withoutRepetition(node: Explanation, last: { origin: string }): Explanation {
  if (node.kind !== 'usage')
    return { ...node, children: node.children.map((child) => withoutRepetition(child, last)) };
  const origin = JSON.stringify(node.children);
  const isRepeated = origin === last.origin;
  last.origin = origin;
  return isRepeated ? { ...node, title: `${node.title}; same answer and run`, children: [] } : node;
}

function sentence({ addsUp, whole, parts, count }: Proof): string {
  if (addsUp) return `✔ adds up: ${money(whole)} = ${money(parts)} (${count} part${count === 1 ? '' : 's'})`;
  return `✖ DOES NOT ADD UP: ${money(whole)}, but the ${count} part${count === 1 ? ' is' : 's are'} ${money(parts)}`;
}
