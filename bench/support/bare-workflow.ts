import { proxyActivities } from '@temporalio/workflow';

const { nothing } = proxyActivities<{ nothing: () => Promise<void> }>({ startToCloseTimeout: '30 seconds' });

/** Seven activities one after the other and not a line more: what Temporal itself needs. */
export async function bareWorkflow(): Promise<void> {
  for (let step = 0; step < 7; step += 1) await nothing();
}
