import type { MonitoredApplication, RejectedRow } from '../connector.ts';
import { applicationRow } from './schema.ts';

/** Applications in our words. One without id or name, and a second one under a known id, are rejected: the first one stays. */
export function readApplications(rows: readonly unknown[]): {
  readonly applications: readonly MonitoredApplication[];
  readonly rejected: readonly RejectedRow[];
} {
  const applications = new Map<string, MonitoredApplication>();
  const rejected: RejectedRow[] = [];
  const reject = (sourceKey: string, reason: string, detail: string, row: unknown): void => {
    rejected.push({ entity: 'application', sourceKey, reason, detail, row });
  };
  for (const row of rows) {
    const parsed = applicationRow.safeParse(row);
    if (!parsed.success) {
      const field = String(parsed.error.issues[0]?.path[0] ?? 'row');
      const id = idOf(row);
      reject(id, `${field}-missing`, `an application without a usable ${field}`, row);
      continue;
    }
    const { id, name } = parsed.data;
    const known = applications.get(id);
    if (known)
      reject(
        id,
        'duplicate-id',
        `application ${id} stands twice: "${known.name}" is kept, not "${name}"`,
        row,
      );
    else applications.set(id, { nativeId: id, name });
  }
  return { applications: [...applications.values()], rejected };
}

function idOf(row: unknown): string {
  const id = typeof row === 'object' && row !== null && 'id' in row ? row.id : null;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : '';
}
