import type { Found } from '../repositories/find-by-name.ts';
import { UsageError } from './exit-codes.ts';

/** What a person named. @throws UsageError when there is not exactly one. */
export function existing(found: Found | { readonly why: string }): Found {
  if ('why' in found) throw new UsageError([found.why]);
  return found;
}
