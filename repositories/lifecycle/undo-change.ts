import { PolicyError } from '../../pipeline/errors.ts';
import type { Session } from '../database.ts';
import { lockOwnership } from '../ownership/read-ownership.ts';

/** What was undone. */
export interface Undone {
  readonly kind: string;
  readonly application: string;
  readonly other: string | null;
  /** How many ranges of ownership were taken away again. */
  readonly ranges: number;
}

interface Noted {
  readonly kind: string;
  readonly application: string;
  readonly other: string | null;
  readonly undoneBy: string | null;
}

/**
 * Takes back a merge, a split or a retirement: the ownership that followed from it goes, everything else stays as it is. The
 * entry stays too, with who undid it.
 *
 * @throws PolicyError when there is nothing to undo.
 */
export async function undoChange(tx: Session, changeId: number, by: string): Promise<Undone> {
  await lockOwnership(tx);
  const [noted] = await tx.rows<Noted>('reading a change', readChange, [changeId]);
  if (!noted)
    throw refused(
      `There is no change ${changeId}.`,
      '"apps history APP" shows the changes of an application.',
    );
  const { kind, application, other, undoneBy } = noted;
  if (kind === 'renamed')
    throw refused(
      `Change ${changeId} is a new name, seen at the source.`,
      'Rename the application where it is monitored; the next run follows.',
    );
  if (undoneBy !== null)
    throw refused(`Change ${changeId} was undone by ${undoneBy} already.`, 'Nothing is left to undo.');
  const ranges = await tx.run('taking inherited ownership away', removeInherited, [changeId]);
  await tx.run('undoing a change', markUndone, [changeId, by]);
  return { kind, application, other, ranges };
}

function refused(what: string, remedy: string): PolicyError {
  return new PolicyError(what, [], remedy);
}

const readChange = `
  select c.kind, a.appd_application_name as application, o.appd_application_name as other, c.undone_by as "undoneBy"
  from   application_changes c
  join   applications_dim a on a.app_id = c.app_id
  left join applications_dim o on o.app_id = c.other_app_id
  where  c.change_id = $1
  for    update of c`;

const removeInherited = 'delete from application_ownership where change_id = $1';

const markUndone = 'update application_changes set undone_by = $2, undone_at = now() where change_id = $1';
