import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { executive } from '../../../dashboards/executive.ts';
import { forecast } from '../../../dashboards/forecast.ts';
import { buildTab } from '../../../dashboards/tab.ts';
import { combineForecasts, type GroupBands } from '../../../domain/forecast/combine-bands.ts';
import { costOf } from '../../../domain/pricing/cost-of.ts';
import { addDays, addMonths, daysBetween } from '../../../pipeline/days.ts';
import type { Day, Decimal, RunSlice } from '../../../pipeline/run.ts';
import { createForecasts, type ForecastRow } from '../../../repositories/forecasts.ts';
import { createViews } from '../../../repositories/views.ts';
import { askPanel, connectReader } from '../../support/dashboards/ask.ts';
import type { Board } from '../../support/dashboards/board.ts';
import { takeOver } from '../../support/dashboards/take-over.ts';
import { openWarehouse, type Warehouse } from '../../support/warehouse.ts';

const boards = [executive, forecast].map((tab) => JSON.parse(JSON.stringify(buildTab(tab))) as Board);

/** Two applications with two tiers each; the daily units of a series. */
const daily = [
  { app: 0, tier: 'PEAK', units: 12.5, half: 1.25 },
  { app: 0, tier: 'PRO', units: 100, half: 30 },
  { app: 1, tier: 'PEAK', units: 7.25, half: 9 },
  { app: 1, tier: 'PRO', units: 31, half: 0.5 },
] as const;
const rates = { PEAK: '1.31', PRO: '0.835' } as const;
const versions: readonly Day[] = ['2025-07-15', '2025-08-01', '2025-08-20', '2025-09-04', '2025-10-11'];

let warehouse: Warehouse;
let reader: pg.Client;
let run: RunSlice;
let apps: number[];
let apm: number;
let newest: readonly ForecastRow[];

beforeAll(async () => {
  warehouse = await openWarehouse('forecast_figures');
  apps = await warehouse.applications('Orders', 'Billing');
  apm = await warehouse.capability('APM');
  for (const [tier, rate] of Object.entries(rates))
    await warehouse.price('APM', tier, rate, '2025-01-01', '2026-01-15');
  await warehouse.price('APM', 'PEAK', '1.40', '2026-01-15');
  run = await use('2025-07-01', '2025-10-10');
  await warehouse.database.run('charging for a contract', chargeOfSeptember, [run.runId]);
  await warehouse.database.run(
    'adding a model',
    `insert into forecast_models (model_name, method, parameters, is_active)
     values ('ensemble', 'ensemble', '{"confidence": 0.95, "minimumRows": 30}', true)`,
  );
  for (const asOf of versions) newest = await saveForecast(asOf);
  await createViews(warehouse.database).refresh(run);
  reader = await connectReader(warehouse.url);
});

afterAll(async () => {
  await reader.end();
  await warehouse.close();
});

/** A flat fee that came when September was over. */
const chargeOfSeptember = `
  insert into contract_charge_fact (app_id, sector_id, capability_id, price_id, run_id, kind, h_code, units, cost_exact, usd_cost, month_start)
  select a.app_id, s.sector_id, p.capability_id, p.price_id, $1, 'flat_fee', 'IDLE', 0, 2500, 2500, '2025-09-01'
  from   applications_dim a, sectors_dim s, (select * from price_config limit 1) p
  where  a.appd_application_name = '__idle__' and s.sector_name = '__idle__'`;

/** The run after the last day, with usage of all days. */
async function use(from: Day, to: Day): Promise<RunSlice> {
  const slice = await warehouse.openRun(addDays(to, 1), from, to);
  await warehouse.saveUsage(
    slice,
    daysBetween(from, to).flatMap((day, at) =>
      daily.map(({ app, tier, units }) => ({
        appId: apps[app] ?? 0,
        capabilityId: apm,
        tier,
        day,
        units: (units * (1 + 0.2 * Math.sin(at + units))).toFixed(4),
        unitsAverage: null,
        nodeCount: null,
      })),
    ),
  );
  return slice;
}

async function saveForecast(asOf: Day): Promise<readonly ForecastRow[]> {
  const forecasts = createForecasts(warehouse.database);
  const model = await forecasts.activeModel();
  const prices = await warehouse.database.rows<{ priceId: number; tier: 'PEAK' | 'PRO' }>(
    'reading prices',
    `select price_id as "priceId", tier from price_config where start_date = '2025-01-01'`,
  );
  const first = addMonths(`${asOf.slice(0, 7)}-01`, asOf.endsWith('-01') ? 0 : 1);
  const rows = daily.flatMap(({ app, tier, units, half }) =>
    Array.from({ length: 12 }, (_, index): ForecastRow => {
      const month = addMonths(first, index);
      const [value, spread] = [units * 30 + index, half * 30 + 2 * index];
      const price = { priceId: prices.find((one) => one.tier === tier)?.priceId ?? 0, unitRate: rates[tier] };
      const at = (amount: number): Decimal => Math.max(0, amount).toFixed(4);
      const cost = (amount: number): Decimal => costOf(at(amount), price.unitRate).cents;
      return {
        appId: apps[app] ?? 0,
        capabilityId: apm,
        tier,
        month,
        method: 'ensemble',
        units: at(value),
        lowerUnits: at(value - spread),
        upperUnits: at(value + spread),
        price,
        cost: cost(value),
        lowerCost: cost(value - spread),
        upperCost: cost(value + spread),
      };
    }),
  );
  await forecasts.replace({
    runId: run.runId,
    asOf,
    usedFrom: '2025-07-01',
    model,
    rows,
    verdicts: daily.map(({ app, tier }) => ({
      appId: apps[app] ?? 0,
      capabilityId: apm,
      tier,
      status: 'forecast',
      reason: null,
      observedRows: 90,
    })),
  });
  return rows;
}

const groups = (rows: readonly ForecastRow[]): GroupBands[] =>
  daily.map(({ app, tier }) => ({
    months: rows
      .filter((row) => row.appId === apps[app] && row.tier === tier)
      .map(({ month, cost, lowerCost, upperCost }) => ({
        month,
        value: Number(cost),
        lower: Number(lowerCost),
        upper: Number(upperCost),
      })),
  }));

const numbers = (row: Readonly<Record<string, unknown>> | undefined, ...names: string[]): number[] =>
  names.map((name) => Number(row?.[name]));
const close = (values: readonly number[]): unknown[] =>
  values.map((value) => expect.closeTo(value, 1) as unknown);

test.each(boards.map(({ uid }) => uid))(
  'the total of the year ahead on %s is the one of the summary, band and all',
  async (uid) => {
    const { total } = combineForecasts(groups(newest));

    const [row] = await askPanel(reader, boards, [uid, 'Forecast of the next 12 months']);

    expect(numbers(row, 'Expected', 'At least', 'At most')).toEqual(
      close([total.value, total.lower, total.upper]),
    );
  },
);

test('the band of every month is that of independent series, from the last complete month on', async () => {
  const { months } = combineForecasts(groups(newest));

  const rows = await askPanel(reader, boards, ['appd-forecast', 'Cost: history, forecast and its band']);

  const ahead = rows.slice(-12);
  expect(ahead.map((row) => numbers(row, 'Forecast', 'At least', 'At most'))).toEqual(
    months.map(({ value, lower, upper }) => close([value, lower, upper])),
  );
  expect(rows.slice(0, 3).map(({ Actual: actual }) => actual !== null)).toEqual([true, true, true]);
  expect(rows[2]).toMatchObject({ Forecast: rows[2]?.['Actual'], 'At least': rows[2]?.['Actual'] });
});

test('the running month ends with what it cost and the days left at the pace of the coming month', async () => {
  const [coming] = combineForecasts(groups(newest)).months;
  const { cost } = await warehouse.database.one<{ cost: string }>(
    'adding up',
    `select sum(usd_cost) as cost from license_cost_fact where ts >= '2025-10-01'`,
  );

  const [row] = await askPanel(reader, boards, ['appd-executive', 'Expected at the end of this month']);

  // Ten of 31 days are known; November has 30.
  const at = (value = 0) => Number(cost) + (21 / 30) * value;
  expect(numbers(row, 'Expected', 'At least', 'At most')).toEqual(
    close([at(coming?.value), at(coming?.lower), at(coming?.upper)]),
  );
});

test('a running month is compared with the usage of the month before, and not with what a contract charged in it', async () => {
  const { october, september } = await warehouse.database.one<{ october: string; september: string }>(
    'adding usage up',
    `select sum(usd_cost) filter (where ts >= '2025-10-01') as october,
            sum(usd_cost) filter (where ts >= '2025-09-01' and ts < '2025-10-01') as september from license_cost_fact`,
  );
  const rest = (21 / 30) * (combineForecasts(groups(newest)).months[0]?.value ?? 0);
  const change = (now: number, then: number): unknown[] => close([(100 * now) / then - 100]);

  const history = await askPanel(reader, boards, ['appd-forecast', 'Cost: history, forecast and its band']);
  const [soFar] = await askPanel(reader, boards, ['appd-executive', 'This month so far']);
  const [atEnd] = await askPanel(reader, boards, ['appd-executive', 'Expected at the end of this month']);

  expect(numbers(history[2], 'Actual')).toEqual(close([Number(september) + 2500]));
  expect(numbers(soFar, 'Cost')).toEqual(close([Number(october)]));
  expect(numbers(soFar, 'Per day vs last month')).toEqual(
    change(Number(october) / 10, Number(september) / 30),
  );
  expect(numbers(atEnd, 'vs last month')).toEqual(change(Number(october) + rest, Number(september)));
});

test('a price that is announced counts from its first day on', async () => {
  const row = newest.find(({ month, tier }) => month === '2026-01-01' && tier === 'PEAK');

  const [found] = await warehouse.database.rows<{ cost: string; now: string }>(
    'reading the view',
    `select announced_cost::text as cost, predicted_cost::text as now from reporting.forecast
     where month_start = '2026-01-01' and tier = 'PEAK' and app_id = $1`,
    [apps[0]],
  );

  const rate = (14 * 1.31 + 17 * 1.4) / 31;
  expect(found?.now).toBe(row?.cost);
  expect(Number(found?.cost)).toBeCloseTo(Number(row?.units) * rate, 2);
  const rows = await askPanel(reader, boards, ['appd-forecast', 'Announced prices and their effect']);
  expect(rows).toMatchObject([{ Tier: 'PEAK', From: '2026-01-15', Change: '6.87' }]);
});

describe('what came is compared with the last version made before the month began', () => {
  test('as the view that the check reads tells it', async () => {
    const read = (view: string, month: string, ratio: string) =>
      warehouse.database.rows(
        'reading accuracy',
        `select ${month} as month, app_id, tier, as_of, predicted_units, actual_units, round(${ratio}, 12) as error, is_inside_band
         from   ${view} order by 1, 2, 3`,
      );

    const rows = await read('reporting.forecast_accuracy', 'month_start', 'error_ratio');

    expect(rows).toEqual(await read('forecast_accuracy', 'forecast_month', 'absolute_error_ratio'));
    expect(rows.map((row) => (row as { as_of: Day }).as_of)).toEqual([
      ...Array<Day>(4).fill('2025-08-01'),
      ...Array<Day>(4).fill('2025-08-20'),
    ]);
  });

  test('the last month alone, and rolling', async () => {
    const [lastMonth] = await askPanel(reader, boards, [
      'appd-forecast',
      'Forecast error of the last complete month',
    ]);
    const [rolling] = await askPanel(reader, boards, ['appd-forecast', 'Forecast error, rolling 12 months']);

    expect(lastMonth).toMatchObject({ Month: '2025-09', Series: '4' });
    expect(rolling).toMatchObject({ Months: '2' });
  });

  test('a chosen tier narrows it', async () => {
    const [row] = await askPanel(
      reader,
      boards,
      ['appd-forecast', 'Forecast error of the last complete month'],
      { tier: ['PRO'] },
    );
    expect(row).toMatchObject({ Series: '2' });
  });
});

test('over all sectors the expected bills are the forecast cost', async () => {
  const { sum } = await warehouse.database.one<{ sum: string }>(
    'adding up budgets',
    `select sum(forecast)::numeric(14, 2)::text as sum from reporting.budget where month_start > '2025-10-01'`,
  );
  expect(Number(sum)).toBeCloseTo(combineForecasts(groups(newest)).total.value, 1);
});

test('a forecast that is made again for its date is in the sums at once', async () => {
  await warehouse.database.run('losing sums', 'delete from forecast_by_month');
  newest = await saveForecast(versions.at(-1) ?? '2025-10-11');
  const sums = await reader.query<{ sums: string; rows: string }>(
    `select (select sum(predicted_cost) from reporting.forecast_month)::text as sums,
            (select sum(predicted_cost) from reporting.forecast)::text as rows`,
  );
  expect(Number(sums.rows[0]?.sums)).toBeGreaterThan(0);
  expect(sums.rows[0]?.sums).toBe(sums.rows[0]?.rows);
});

describe('a forecast that runs of the next month did not renew', () => {
  beforeAll(async () => {
    await createViews(warehouse.database).refresh(await use('2025-11-01', '2025-11-11'));
  });

  const valueOf = (month: Day): number =>
    combineForecasts(groups(newest)).months.find((one) => one.month === month)?.value ?? 0;
  const toCome = Array.from({ length: 11 }, (_, index) => addMonths('2025-12-01', index));

  test('the bill of the running month is expected once, as its rest, and no month that is over is', async () => {
    const rows = await warehouse.database.rows<{ month: Day; sum: string }>(
      'adding budgets up',
      `select month_start as month, sum(forecast) as sum from reporting.budget where forecast is not null group by 1 order by 1`,
    );
    // Nothing of November is billed yet; eleven of its days are known, December has 31.
    expect(rows.map(({ month }) => month)).toEqual(['2025-11-01', ...toCome]);
    expect(rows.map(({ sum }) => Number(sum))).toEqual(
      close([(19 / 31) * valueOf('2025-12-01'), ...toCome.map(valueOf)]),
    );
  });

  test.each(boards.map(({ uid }) => uid))(
    'the total of the year ahead on %s begins with December',
    async (uid) => {
      const [row] = await askPanel(reader, boards, [uid, 'Forecast of the next 12 months']);
      expect(numbers(row, 'Expected')).toEqual(
        close([toCome.map(valueOf).reduce((sum, value) => sum + value, 0)]),
      );
    },
  );
});

describe('the first month of operation', () => {
  let young: Warehouse;
  let youngReader: pg.Client;

  beforeAll(async () => {
    young = await openWarehouse('forecast_first_month');
    youngReader = await connectReader(young.url);
  });
  afterAll(async () => {
    await youngReader.end();
    await young.close();
  });

  test('a month that was taken over counts as whole before any usage is known', async () => {
    await young.service('s1', 'Orders', 'Beverages');
    await young.applications('Orders');
    await takeOver(young, '2025-07,Beverages,Orders,1400.00,');
    await createViews(young.database).refresh(await young.openRun('2025-10-05', '2025-10-04', '2025-10-04'));

    const rows = await askPanel(youngReader, boards, [
      'appd-executive',
      'Cost by month: 13 months back, 12 ahead',
    ]);
    expect(rows).toMatchObject([{ Month: '2025-07', Actual: '1400.00', Expected: null }]);
  });

  test('shows what it cost so far, and compares it with nothing', async () => {
    await young.price('APM', 'PEAK', '2', '2025-01-01');
    const [appId = 0] = await young.applications('Orders');
    const capabilityId = await young.capability('APM');
    const slice = await young.openRun('2025-10-11', '2025-10-05', '2025-10-10');
    await young.saveUsage(
      slice,
      daysBetween('2025-10-05', '2025-10-10').map((day) => ({
        appId,
        capabilityId,
        tier: 'PEAK',
        day,
        units: '10',
        unitsAverage: null,
        nodeCount: null,
      })),
    );
    await createViews(young.database).refresh(slice);

    const rows = await askPanel(youngReader, boards, ['appd-executive', 'This month so far']);
    expect(rows).toEqual([
      { Cost: '120.00', Through: '10 Oct 2025', 'Per day vs last month': null, 'Per day vs last year': null },
    ]);
  });
});
