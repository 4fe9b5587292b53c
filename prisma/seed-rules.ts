import { readRuleFile, type RuleLine } from '../imports/rule-line.ts';
import type { Database } from '../repositories/database.ts';
import { seedDrafts } from '../repositories/rules/seed-drafts.ts';

/** The rules of a file, judged as a whole. @throws ConfigError with every line that cannot be used. */
export function readSeedRules(file: string): RuleLine[] {
  return readRuleFile(file, { allowBom: true }).map(({ row }) => row);
}

/** Adds the rules that nobody has made yet; an unapproved rule of an earlier seed follows its file. Gives how many came. */
export async function seedRules(database: Database, rules: readonly RuleLine[]): Promise<number> {
  return database.transaction((tx) => seedDrafts(tx, rules));
}
