import { allocateMonth } from '../../domain/allocate/allocate-month.ts';
import type { SharedServiceSettings } from '../../domain/allocate/h-code.ts';
import type { Month } from '../../pipeline/run.ts';
import { insertLines } from '../chargebacks-statements.ts';
import { readDraftOf, stageLines } from '../chargebacks.ts';
import type { Session } from '../database.ts';
import { readAllocationInputs } from '../rules/allocation-inputs.ts';
import { monthContent } from './month-content.ts';
import { likeTable } from './rebuild-statements.ts';

/**
 * A close keeps the rules and drivers that are in force then; a bill that was made by others, say before a rule was approved,
 * could not be rebuilt from them (R20).
 */
export async function allocationProblems(
  tx: Session,
  month: Month,
  shared: SharedServiceSettings,
): Promise<string[]> {
  const draft = await readDraftOf(tx, month);
  const inputs = await readAllocationInputs(tx, month);
  await stageLines(tx, allocateMonth({ month, senders: draft, receiversFrom: draft, ...inputs, shared }));
  await tx.run('allocating as of now', likeTable('allocation_now', 'allocation_fact'));
  await tx.run('allocating as of now', insertLines('allocation_now'), [month, month, 0]);
  const [{ changed } = { changed: 0 }] = await tx.rows<{ changed: number }>(
    'comparing the allocation',
    allocationChanges,
    [month],
  );
  await tx.run('allocating as of now', 'drop table staged_lines, allocation_now');
  return changed === 0
    ? []
    : [
        'sums: the allocation is not what the rules and drivers in force make of the month; run allocate again (R20)',
      ];
}

const columns = monthContent.allocation_fact.columns.join(', ');
const billed = `select ${columns} from allocation_fact where month_start = $1 and charge_month = month_start`;
const now = `select ${columns} from allocation_now`;

const allocationChanges = `
  select count(*)::integer as changed from ((${billed} except all ${now}) union all (${now} except all ${billed})) d`;
