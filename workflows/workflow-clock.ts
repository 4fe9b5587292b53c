/** Epoch milliseconds by the workflow's own clock: Temporal replaces `Date` inside workflows by the time of the history. */
export function workflowNow(): number {
  // eslint-disable-next-line no-restricted-properties -- deterministic here, see above
  return Date.now();
}
