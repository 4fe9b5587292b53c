export function withLockFolder<Result>(
  folder: string,
  sayWaiting: () => void,
  work: () => Promise<Result>,
): Promise<Result>;
