import { addDays, addMonths, daysBetween } from '../../pipeline/days.ts';
import type { Day, Month } from '../../pipeline/run.ts';
import { seed } from '../../prisma/seed.ts';
import { openBillingDesk, type BillingDesk } from './billing-desk.ts';
import { openWarehouse, type Warehouse } from './warehouse.ts';

export { anna, bert } from './billing-desk.ts';

/** A small company: two sectors with an application each, a shared platform, one capability and tier at 1.25. */
export interface BillingMonth extends BillingDesk {
  readonly warehouse: Warehouse;
  readonly apps: { readonly orders: number; readonly payroll: number; readonly platform: number };
  /** Saves the units of the days given; every application's other days are left alone. */
  use(date: Day, days: readonly Day[], units: Readonly<Record<number, string>>): Promise<void>;
  approveRules(): Promise<void>;
}

export async function openBillingMonth(name: string): Promise<BillingMonth> {
  const warehouse = await openWarehouse(name);
  const { database } = warehouse;
  await seed(database, { allocationRulesFile: null });
  await warehouse.service('s1', 'Orders', 'Beverages');
  await warehouse.service('s2', 'Payroll', 'Snacks');
  await warehouse.service('s3', 'Event Platform', 'Global IT', 'X-PLATFORM-001');
  const [orders = 0, payroll = 0, platform = 0] = await warehouse.applications(
    'Orders',
    'Payroll',
    'Event Platform',
  );
  await warehouse.price('APM', 'PEAK', '1.25', '2025-01-01');
  const capabilityId = await warehouse.capability('APM');

  return {
    ...openBillingDesk(warehouse),
    warehouse,
    apps: { orders, payroll, platform },
    async use(date, days, units) {
      const [from = date, to = date] = [days[0], days.at(-1)];
      const run = await warehouse.openRun(date, from, to);
      const apps = Object.keys(units).map(Number);
      const all = days.flatMap((day) => apps.map((appId) => ({ appId, day, units: units[appId] ?? '0' })));
      await warehouse.saveUsage(
        run,
        all
          .filter((row) => row.units !== '0')
          .map((row) => ({ ...row, capabilityId, tier: 'PEAK', unitsAverage: null, nodeCount: 1 })),
        all.map(({ appId, day }) => ({ appId, day, missing: [] })),
      );
    },
    async approveRules() {
      await database.run(
        'approving',
        `update allocation_rules set status = 'approved', approved_by = 'carla'`,
      );
    },
  };
}

/** All days of a month. */
export function daysOf(month: Month): Day[] {
  return daysBetween(month, addDays(addMonths(month, 1), -1));
}
