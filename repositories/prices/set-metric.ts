import { ConfigError } from '../../pipeline/errors.ts';
import type { Month } from '../../pipeline/run.ts';
import type { Session } from '../database.ts';

/** Which of the two daily figures is charged (R11). */
export type LicensedMetric = 'daily_maximum' | 'daily_average';

/** What a change of the metric did. */
export interface MetricChanged {
  readonly tool: string;
  readonly capability: string;
  readonly before: LicensedMetric;
  readonly after: LicensedMetric;
  /** Months that the next run prices anew. */
  readonly months: readonly Month[];
}

/**
 * Says by which daily figure a capability is licensed (R11). Months that are not closed are priced anew by the next run; closed
 * ones keep what they were closed with.
 *
 * @throws ConfigError when there is no such capability.
 */
export async function setMetric(
  tx: Session,
  {
    tool,
    capability,
    metric,
  }: { readonly tool: string; readonly capability: string; readonly metric: LicensedMetric },
): Promise<MetricChanged> {
  const [found] = await tx.rows<{ id: number; before: LicensedMetric }>('reading a capability', readMetric, [
    tool,
    capability,
  ]);
  if (!found)
    throw new ConfigError(
      [`${tool} has no capability "${capability}".`],
      'See "prices list" for those with a price.',
      'The metric cannot be set',
    );
  const done = { tool, capability, before: found.before, after: metric };
  if (found.before === metric) return { ...done, months: [] };
  await tx.run('setting the licensed metric', updateMetric, [found.id, metric]);
  const months = await tx.rows<{ month: Month }>('flagging months', flagMonths, [found.id]);
  return { ...done, months: months.map(({ month }) => month).sort() };
}

const readMetric = `
  select capability_id as id, licensed_metric as before from capabilities_dim
  where  tool = $1 and capability_code = $2 for update`;

const updateMetric = 'update capabilities_dim set licensed_metric = $2 where capability_id = $1';

const flagMonths = `
  update chargeback_periods p set needs_recost = true
  where  p.state in ('open', 'in_review')
  and    exists (select from license_usage_fact u where u.capability_id = $1
                 and u.ts >= p.month_start and u.ts < p.month_start + interval '1 month')
  returning p.month_start as month`;
