import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { parse } from 'yaml';
import { alertingFiles } from '../../../dashboards/alerts/alerting-files.ts';
import type { ProvisionedRule } from '../../../dashboards/alerts/render-rule.ts';
import type { BillingMonth } from '../../support/billing-month.ts';
import { onServer } from '../../support/server-connection.ts';
import { createTestDatabase } from '../../support/test-database.ts';
import { askedAsReader, openHealthyDatabase, serverThatSays } from './alert-database.ts';
import { evaluate, stateOf, type Instance } from './evaluate-rule.ts';

const { groups } = parse(alertingFiles()['alerting/rules.yaml'] ?? '') as {
  groups: { rules: ProvisionedRule[] }[];
};
const ofWarehouse = groups
  .flatMap(({ rules }) => rules)
  .filter(({ data }) => 'rawSql' in (data[0]?.model ?? {}));

/** What breaks the database for each rule, and the series that then alarm. */
const faults: Readonly<Record<string, { readonly sql: string; readonly alarms: readonly string[] }>> = {
  'appd-failed-checks': {
    sql: `update validation_results set outcome = 'fail' where check_id in ('cost-adds-up', 'cost-is-exact')`,
    alarms: ['checks'],
  },
  'appd-proof-difference': {
    sql: 'update month_totals set charged = charged - 0.01',
    alarms: ['months'],
  },
  'appd-cost-variance': {
    sql: `update validation_results set numerator = denominator * 0.0201, outcome = 'warn' where check_id = 'cost-variance-is-small'`,
    alarms: ['cost'],
  },
  'appd-match-rate': {
    sql: `with added as (insert into applications_dim (kind, tool, instance, appd_application_id, appd_application_name)
                         values ('application', 'appdynamics', 'acme', 'x', 'Nobody knows') returning app_id)
          insert into reconciliation_log (run_id, app_id, status, method, reason, decided_by, scores, score)
          select (select max(run_id) from reconciliation_log), app_id, 'unmatched', 'none', 'no name is alike', 'matcher', '{}', 0 from added`,
    alarms: ['applications'],
  },
  'appd-unassigned-cost': {
    sql: `update bill_by_month set sector_id = (select sector_id from sectors_dim where sector_name = '__unassigned__')
          where  sector_id = (select min(sector_id) from sectors_dim where kind = 'sector')`,
    alarms: ['bill'],
  },
  'appd-rejected-rows': {
    sql: `update etl_execution_log set rows_rejected = 6 where stage = 'servicenow'`,
    alarms: ['servicenow'],
  },
  'appd-price-end': { sql: 'update price_config set end_date = current_date + 60', alarms: ['APM PEAK'] },
  'appd-data-freshness': {
    sql: `update source_days set is_complete = false, missing = '{APM/PEAK}' where day > current_date - 3`,
    alarms: ['appdynamics acme'],
  },
  'appd-connections': {
    sql: serverThatSays({ connections: '88', max_connections: '97' }),
    alarms: ['connections'],
  },
  'appd-slow-query': { sql: serverThatSays({ longest_seconds: '5.1' }), alarms: ['longest statement'] },
  'appd-replication-lag': {
    sql: serverThatSays({ replicas: '1', replica_lag_seconds: '301' }),
    alarms: ['replication'],
  },
  'appd-replica-gone': {
    sql: serverThatSays({ inactive_slots: '1' }),
    alarms: ['replication slots'],
  },
  'appd-archive': {
    sql: serverThatSays({
      is_archiving: 'true',
      last_archived_at: '2026-01-01',
      last_archive_failed_at: '2026-01-02',
    }),
    alarms: ['archive'],
  },
};

let world: BillingMonth;

const asked = (rule: ProvisionedRule, breakIt = ''): Promise<Instance[]> =>
  askedAsReader(world.warehouse.url, breakIt, (client) => evaluate(rule, client));
const ruleOf = (uid: string): ProvisionedRule => {
  const rule = ofWarehouse.find((one) => one.uid === uid);
  if (!rule) throw new Error(`There is no rule ${uid}.`);
  return rule;
};
const alarmsOf = (instances: readonly Instance[]): string[] =>
  instances.filter(({ isAlarm }) => isAlarm).map(({ subject }) => subject);

beforeAll(async () => {
  world = await openHealthyDatabase();
});
afterAll(() => world.warehouse.close());

test('every rule on the warehouse has a fault that it must find', () => {
  expect(ofWarehouse.map(({ uid }) => uid).sort()).toEqual(Object.keys(faults).sort());
});

describe.each(ofWarehouse.map((rule) => [rule.uid, rule] as const))('%s', (uid, rule) => {
  test('is quiet on a healthy database', async () => {
    const instances = await asked(rule);

    expect(alarmsOf(instances)).toEqual([]);
    // Nothing is archived here: no figure, and by the word of the rule no alarm.
    expect(stateOf(rule, instances)).toBe('OK');
    expect(instances.length > 0).toBe(uid !== 'appd-archive');
  });

  test('alarms on a broken one', async () => {
    const { sql = '', alarms = [] } = faults[uid] ?? {};

    expect(alarmsOf(await asked(rule, sql))).toEqual(alarms);
  });
});

describe('limits', () => {
  test.each([
    ['appd-price-end', 'update price_config set end_date = current_date + 61'],
    [
      'appd-cost-variance',
      `update validation_results set numerator = denominator * 0.02 where check_id = 'cost-variance-is-small'`,
    ],
    ['appd-rejected-rows', 'update etl_execution_log set rows_rejected = 5'],
    ['appd-connections', serverThatSays({ connections: '87', max_connections: '97' })],
    ['appd-slow-query', serverThatSays({ longest_seconds: '5' })],
    ['appd-replication-lag', serverThatSays({ replicas: '1', replica_lag_seconds: '300' })],
    [
      'appd-archive',
      serverThatSays({
        is_archiving: 'true',
        last_archived_at: '2026-01-02',
        last_archive_failed_at: '2026-01-01',
      }),
    ],
  ])('%s is quiet just before its limit', async (uid, sql) => {
    const instances = await asked(ruleOf(uid), sql);

    expect(instances.length).toBeGreaterThan(0);
    expect(alarmsOf(instances)).toEqual([]);
  });

  test('a price with a successor does not end', async () => {
    const sql = `update price_config set end_date = current_date + 30;
      insert into price_config (capability_id, tier, unit_rate, start_date)
      select capability_id, tier, 2, end_date from price_config`;

    expect(alarmsOf(await asked(ruleOf('appd-price-end'), sql))).toEqual([]);
  });

  test('an inventory that was read 27 hours ago, and dashboards that show no newer day, are stale', async () => {
    const sql = `update source_snapshots set taken_at = now() - interval '27 hours' where tool = 'servicenow';
      update view_refreshes set data_through = current_date - 3`;

    expect(alarmsOf(await asked(ruleOf('appd-data-freshness'), sql)).sort()).toEqual([
      'dashboards',
      'servicenow acme',
    ]);
  });
});

test('a statement that really runs for more than five seconds is seen', async () => {
  const slow = new pg.Client({ connectionString: world.warehouse.url, application_name: 'somebody' });
  await slow.connect();
  const running = slow.query('select pg_sleep(60)').catch(() => undefined);
  try {
    await new Promise((resolve) => setTimeout(resolve, 5_500));

    expect(await asked(ruleOf('appd-slow-query'))).toEqual([
      { subject: 'longest statement', value: expect.any(Number), isAlarm: true },
    ]);
  } finally {
    await askedAsReader(
      world.warehouse.url,
      `select pg_cancel_backend(pid) from pg_stat_activity where application_name = 'somebody'`,
      async () => undefined,
    );
    await running;
    await slow.end();
  }
});

test('a replica whose slot is really left alone is missed, until the slot is dropped', async () => {
  const rule = ruleOf('appd-replica-gone');
  const slot = `alerts_test_${process.pid}`;
  const missing = async (): Promise<number> => (await asked(rule))[0]?.value ?? NaN;
  const before = await missing();
  await onServer(world.warehouse.url, async (owner) => {
    await owner.query('select pg_create_physical_replication_slot($1)', [slot]);
    try {
      expect(await asked(rule)).toEqual([{ subject: 'replication slots', value: before + 1, isAlarm: true }]);
    } finally {
      await owner.query('select pg_drop_replication_slot($1)', [slot]);
    }
  });
  expect(await missing()).toBe(before);
});

test('on a database without data only freshness alarms', async () => {
  const empty = await createTestDatabase('alerts_empty');
  try {
    const states: Record<string, string> = {};
    for (const rule of ofWarehouse) {
      const instances = await askedAsReader(empty.url, '', (client) => evaluate(rule, client));
      states[rule.uid] = stateOf(rule, instances);
    }

    const { 'appd-data-freshness': freshness, ...others } = states;
    expect(freshness).toBe('Alerting');
    expect(new Set(Object.values(others))).toEqual(new Set(['OK']));
  } finally {
    await empty.drop();
  }
});

test('readers of single sectors learn nothing from what alerts watch', async () => {
  for (const rule of ofWarehouse) {
    const { rawSql = '' } = (rule.data[0]?.model ?? {}) as { rawSql?: string };
    const rows = await askedAsReader(world.warehouse.url, '', async (client) => {
      await client.query('reset role');
      await client.query('set local role license_sector_reader');
      return (await client.query(rawSql)).rowCount;
    });
    expect([rule.uid, rows]).toEqual([rule.uid, 0]);
  }
});
