import type { Statement } from '../domain/statement/statement.ts';

/** A statement as JSON: all amounts are exact decimals in text. */
export function statementJson(statement: Statement): string {
  return `${JSON.stringify(statement, null, 2)}\n`;
}
