import { isDeepStrictEqual } from 'node:util';
import { seedAuthor } from '../../domain/allocate/rules-in-force.ts';
import { ConfigError } from '../../pipeline/errors.ts';
import type { Session } from '../database.ts';
import { readVersions, type StoredRule } from './read-versions.ts';
import { draftOf, resolveDraft, type RuleDraft } from './rule-draft.ts';
import { insertVersion, replaceDraft } from './write-version.ts';

/**
 * Writes the rules that the product starts from, as drafts of the seed. What people made or approved stays; only a draft of
 * an earlier seed follows. Gives how many rules are new.
 */
export async function seedDrafts(tx: Session, drafts: readonly RuleDraft[]): Promise<number> {
  let added = 0;
  for (const draft of drafts) {
    const newest = (await readVersions(tx, draft.ruleName)).at(-1);
    if (newest && (newest.createdBy !== seedAuthor || newest.status !== 'draft')) continue;
    const rule = await resolved(tx, draft);
    if (!newest) {
      await insertVersion(tx, rule);
      added += 1;
    } else if (!isDeepStrictEqual(draftOf(rule), draftOf(newest))) {
      await replaceDraft(tx, newest.ruleId, rule);
    }
  }
  return added;
}

async function resolved(tx: Session, draft: RuleDraft): Promise<StoredRule> {
  const found = await resolveDraft(tx, draft, {
    ruleId: 0,
    version: 1,
    createdBy: seedAuthor,
    reason: null,
  });
  if ('rule' in found) return found.rule;
  throw new ConfigError(
    found.problems.map((problem) => `allocation rule ${draft.ruleName}: ${problem}`),
    'Correct the rule file; nothing of it was used.',
  );
}
