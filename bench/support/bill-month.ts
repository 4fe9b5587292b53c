import { allocateMonth } from '../../domain/allocate/allocate-month.ts';
import type { Month, RunSlice } from '../../pipeline/run.ts';
import { createChargebacks } from '../../repositories/chargebacks.ts';
import { settleContracts } from '../../repositories/contracts/settle-contracts.ts';
import type { Database } from '../../repositories/database.ts';
import { readAllocationInputs } from '../../repositories/rules/allocation-inputs.ts';

/** The services of the bench that serve everybody. */
export const sharedServices = {
  sectorNames: ['Global IT'],
  hCodePatterns: ['PLATFORM', 'SHARED', 'GLOBAL'],
};

/** A month as stages 3 and 5 build it: contracts settled, direct charges drafted, shared cost allocated, the bill published. */
export async function billMonth(database: Database, { runId, date }: RunSlice, month: Month): Promise<void> {
  const chargebacks = createChargebacks(database);
  await database.transaction((tx) => settleContracts(tx, runId, month, date));
  await chargebacks.draft(runId, month);
  const draft = await chargebacks.readDraft(month);
  const inputs = await readAllocationInputs(database, month);
  const question = { month, senders: draft, receiversFrom: draft, ...inputs, shared: sharedServices };
  await chargebacks.publish(runId, allocateMonth(question));
}
