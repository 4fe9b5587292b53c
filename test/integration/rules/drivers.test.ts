import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';
import { commandsOn, type Commands } from '../../support/commands.ts';

describe('driver tables', () => {
  let bench: BillingMonth;
  let cli: Commands;
  let folder: string;

  beforeAll(async () => {
    bench = await openBillingMonth('drivers');
    cli = commandsOn(bench.warehouse, '2025-08-15');
    folder = await mkdtemp(join(tmpdir(), 'appd-licensing-drivers-'));
    const { orders, payroll, platform } = bench.apps;
    await bench.use('2025-08-02', [...daysOf('2025-07-01'), '2025-08-01'], {
      [orders]: '100',
      [payroll]: '300',
      [platform]: '40',
    });
    await bench.build('2025-08-02');
  }, 60_000);

  afterAll(async () => {
    await bench.warehouse.close();
    await rm(folder, { recursive: true });
  });

  const fileOf = (...lines: string[]): string => {
    const path = join(folder, 'seats.csv');
    writeFileSync(path, `${['driver,month,sector,quantity,unit', ...lines].join('\n')}\n`);
    return path;
  };
  const importing = (...lines: string[]) => cli(['drivers', 'import', fileOf(...lines), '--as', 'mia']);
  const received = async (): Promise<string[]> => {
    const rows = await bench.warehouse.database.rows<{ line: string }>(
      'reading lines',
      `select concat_ws(' ', s.sector_name, f.driver, f.driver_quantity, f.driver_unit, f.driver_total, f.usd_amount) as line
       from   allocation_fact f join sectors_dim s on s.sector_id = f.sector_id
       where  f.month_start = '2025-07-01' order by 1`,
    );
    return rows.map(({ line }) => line);
  };
  let priority = 10;
  /** The newest rule wins. */
  const follow = async (driver: string): Promise<string[]> => {
    const name = `by-${driver.replaceAll(/\W/g, '-')}`;
    const options = [
      '--pattern',
      'PLATFORM',
      '--priority',
      String((priority -= 1)),
      '--method',
      'proportional_usage',
      '--driver',
      driver,
    ];
    const saved = await cli(['rules', 'add', name, ...options, '--from', '2025-07', '--as', 'mia']);
    expect(saved.err).toBe('');
    await cli(['rules', 'approve', name, '--as', 'ben']);
    await bench.build('2025-08-02');
    return received();
  };

  test('an import makes a table what the file says; the same file again changes nothing', async () => {
    const first = await importing(
      'seats,2025-07,Beverages,1500,seats',
      'seats,2025-07,snacks,400,seats',
      'seats,2025-07,Global IT,7,seats',
    );
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('3 added, 0 changed, 0 removed, 0 as they were');
    const second = await importing('seats,2025-07,Beverages,1500,seats', 'seats,2025-07,Snacks,500,seats');
    expect(second.out).toContain('0 added, 1 changed, 1 removed, 1 as they were');
    const third = await importing('seats,2025-07,Beverages,1500,seats', 'seats,2025-07,Snacks,500,seats');
    expect(third.out).toContain('0 added, 0 changed, 0 removed, 2 as they were');

    const { out } = await cli(['drivers', 'list', '--month', '2025-07']);
    expect(out).toMatch(/2025-07 +seats +Snacks +500 +seats +mia\n2025-07 +seats +all together +2000 +seats/);
  });

  test.each([
    [
      'an unknown sector',
      'seats,2025-07,Fods,1,seats',
      /:3 sector: there is no sector "Fods"; known are Beverages/,
    ],
    ['a bucket', 'seats,2025-07,__idle__,1,seats', /:3 sector: __idle__ is a bucket/],
    [
      'a negative quantity',
      'seats,2025-07,Snacks,-1,seats',
      /:3 quantity: found "-1"; expected a number of 0 or more/,
    ],
    [
      'thousands separators',
      'seats,2025-07,Snacks,"1,500",seats',
      /:3 quantity: found "1,500", which has thousands separators/,
    ],
    ['no month', 'seats,July,Snacks,1,seats', /:3 month: found "July"; expected a month such as 2025-07/],
    [
      'a sector that stands twice',
      'seats,2025-07,beverages,1,seats',
      /:3 sector: beverages stands in line 2 too/,
    ],
    [
      'another unit within the table',
      'seats,2025-07,Snacks,1,desks',
      /:3 unit: "desks" where line 2 has "seats"/,
    ],
  ])('%s is refused with its line, and nothing of the file is used', async (_, line, message) => {
    const said = await importing('seats,2025-07,Beverages,9999,seats', line);
    expect(said.code).toBe(1);
    expect(said.err).toMatch(message);
    expect((await cli(['drivers', 'list'])).out).not.toContain('9999');
  });

  test('R23, R27: a rule follows an imported table, and its lines say how', async () => {
    expect(await follow('table:seats')).toEqual([
      'Beverages table 1500.0000 seats 2000.0000 1162.50',
      'Snacks table 500.0000 seats 2000.0000 387.50',
    ]);
  });

  test('R23: a rule follows nodes: those of each day, of applications that are no senders', async () => {
    expect(await follow('nodes')).toEqual([
      'Beverages nodes 31.0000 node days 62.0000 775.00',
      'Snacks nodes 31.0000 node days 62.0000 775.00',
    ]);
  });

  test('R23: a rule follows units of a given capability', async () => {
    expect(await follow('units:APM')).toEqual([
      'Beverages capability_units 3100.0000 license units 12400.0000 387.50',
      'Snacks capability_units 9300.0000 license units 12400.0000 1162.50',
    ]);
  });

  test('R23: a rule follows servers of the CMDB', async () => {
    const { orders, payroll, platform } = bench.apps;
    await bench.warehouse.database.run(
      'adding servers',
      `with servers as (
         insert into servers_dim (tool, instance, sn_sys_id, server_name, run_id)
         select 'servicenow', 'acme', 'v' || n, 'host' || n, (select max(run_id) from pipeline_runs) from generate_series(1, 9) as g(n)
         returning server_id, substr(sn_sys_id, 2)::integer as n
       )
       insert into app_server_mapping (app_id, service_app_id, server_id, tool, instance, relation, run_id)
       select l.app_id, l.service_app_id, s.server_id, 'servicenow', 'acme', 'Runs on', l.run_id
       from   servers s
       join   application_links l on l.app_id = case when n <= 3 then $1::integer when n = 4 then $2::integer else $3::integer end`,
      [orders, payroll, platform],
    );
    expect(await follow('servers')).toEqual([
      'Beverages servers 3.0000 servers 4.0000 1162.50',
      'Snacks servers 1.0000 servers 4.0000 387.50',
    ]);
  });

  test('R25: a table without the month is a zero driver: the fallback, never nothing', async () => {
    await importing('desks,2025-08,Beverages,5,desks');
    expect(await follow('table:desks')).toEqual([
      'Beverages table 1.0000 sectors 2.0000 775.00',
      'Snacks table 1.0000 sectors 2.0000 775.00',
    ]);
  });

  test('R14: the drivers of a closed month stay', async () => {
    await cli(['rules', 'approve', '--all', '--as', 'ben']);
    await bench.validated('2025-08-02');
    await bench.close('2025-07-01');
    const said = await importing('seats,2025-07,Beverages,1,seats');
    expect(said.code).toBe(3);
    expect(said.err).toMatch(/2025-07 is closed/);
  });
});
