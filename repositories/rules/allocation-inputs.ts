import type { DriverLine, SendingRule } from '../../domain/allocate/allocation.ts';
import type { Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';
import { createDrivers } from './drivers.ts';
import { createRules } from './rules.ts';

/** What decides an allocation beside its cost; a close keeps it, because servers and nodes are known for the present only. */
export interface AllocationInputs {
  readonly rules: readonly SendingRule[];
  readonly drivers: readonly DriverLine[];
}

/** The rules in force in the month, and the drivers that they ask for. */
export async function readAllocationInputs(session: Session, month: Month): Promise<AllocationInputs> {
  const rules = await createRules(session).inForce(month);
  return { rules, drivers: await createDrivers(session).forMonth(month, rules) };
}
