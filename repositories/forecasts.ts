import type { ForecastSettings } from '../domain/forecast/forecast-usage.ts';
import type { Day, Decimal, Month } from '../pipeline/run.ts';
import type { Database } from './database.ts';
import { hashOfRows, recordSave, type Changes } from './lineage.ts';
import { usdPriceOn } from './prices/usd-price.ts';
import { rollUpForecast } from './roll-ups.ts';

/** One series as it is forecast. */
export interface SeriesKey {
  readonly appId: number;
  readonly capabilityId: number;
  readonly tier: string;
}

/** Usage of one series in the look-back window, with the price in force on the logical date. */
export interface UsageSeries extends SeriesKey {
  readonly rows: readonly { readonly day: Day; readonly units: Decimal }[];
  readonly completeDays: readonly Day[];
  readonly missingDays: readonly Day[];
  readonly price: { readonly priceId: number; readonly unitRate: Decimal } | null;
}

/** The active model. */
export interface ForecastModel {
  readonly modelId: number;
  readonly settings: ForecastSettings;
}

/** One projected month of one series; units with 4 decimals, cost in cents. */
export interface ForecastRow extends SeriesKey {
  readonly month: Month;
  readonly method: string;
  readonly units: Decimal;
  readonly lowerUnits: Decimal;
  readonly upperUnits: Decimal;
  readonly price: UsageSeries['price'];
  readonly cost: Decimal | null;
  readonly lowerCost: Decimal | null;
  readonly upperCost: Decimal | null;
}

/** Whether a series was forecast. */
export interface SeriesVerdict extends SeriesKey {
  readonly status: 'forecast' | 'insufficient_history';
  readonly reason: string | null;
  readonly observedRows: number;
}

/** The version of one logical date. */
export interface ForecastVersion {
  readonly runId: number;
  readonly asOf: Day;
  /** First day of the usage that was looked at; the last one is the day before `asOf`. */
  readonly usedFrom: Day;
  readonly model: ForecastModel;
  readonly rows: readonly ForecastRow[];
  readonly verdicts: readonly SeriesVerdict[];
}

/** Usage series and their projections. */
export function createForecasts(database: Database) {
  return {
    /** The one active model. */
    async activeModel(): Promise<ForecastModel> {
      const model = await database.prisma.forecast_models.findFirstOrThrow({ where: { is_active: true } });
      const parameters = model.parameters as unknown as Omit<ForecastSettings, 'method'>;
      return {
        modelId: model.model_id,
        settings: { ...parameters, method: model.method as ForecastSettings['method'] },
      };
    },

    /** Every series with usage from `from` to `to`, in a fixed order. */
    async series(from: Day, to: Day, logicalDate: Day): Promise<UsageSeries[]> {
      return database.rows<UsageSeries>('reading usage series', readSeries, [from, to, logicalDate]);
    },

    /** Replaces the version of the logical date; other versions stay. */
    async replace(version: ForecastVersion): Promise<Changes> {
      const { runId, asOf, usedFrom, model, rows, verdicts } = version;
      return database.transaction(async (tx) => {
        await tx.run('locking forecasts', 'select pg_advisory_xact_lock(7304)');
        const deleted = await tx.run('replacing the forecast', 'delete from forecast_fact where as_of = $1', [
          asOf,
        ]);
        await tx.run('replacing the forecast', 'delete from forecast_coverage where as_of = $1', [asOf]);
        const inserted = await tx.copy(
          'saving the forecast',
          'forecast_fact',
          forecastColumns,
          rows.map((row) => [
            asOf,
            runId,
            model.modelId,
            model.settings.confidence,
            row.appId,
            row.capabilityId,
            row.tier,
            row.month,
            row.method,
            row.units,
            row.lowerUnits,
            row.upperUnits,
            row.price?.priceId ?? null,
            row.price?.unitRate ?? null,
            row.cost,
            row.lowerCost,
            row.upperCost,
          ]),
        );
        await tx.copy(
          'saving forecast coverage',
          'forecast_coverage',
          coverageColumns,
          verdicts.map((verdict) => [
            asOf,
            runId,
            verdict.appId,
            verdict.capabilityId,
            verdict.tier,
            verdict.status,
            verdict.reason,
            verdict.observedRows,
          ]),
        );
        await rollUpForecast(tx);
        const { hash } = await tx.one<{ hash: string }>('hashing the forecast', hashVersion, [asOf]);
        const used = await tx.one<{ hash: string }>('hashing the usage looked at', hashUsed, [
          usedFrom,
          asOf,
        ]);
        const changes = { inserted, updated: 0, deleted };
        await recordSave(tx, {
          runId,
          snapshotId: null,
          stage: 'forecast',
          table: 'forecast_fact',
          slice: `as of ${asOf}`,
          rowsIn: rows.length,
          hashIn: used.hash,
          hashOut: hash,
          ...changes,
        });
        return changes;
      });
    },
  };
}

const forecastColumns = [
  'as_of',
  'run_id',
  'model_id',
  'confidence',
  'app_id',
  'capability_id',
  'tier',
  'forecast_month',
  'method',
  'predicted_units',
  'lower_units',
  'upper_units',
  'price_id',
  'unit_rate',
  'predicted_cost',
  'lower_cost',
  'upper_cost',
];
const coverageColumns = [
  'as_of',
  'run_id',
  'app_id',
  'capability_id',
  'tier',
  'status',
  'reason',
  'observed_rows',
];

/** Usage by the figure that is charged (R11), since the forecast is priced as usage is. `end`: SQL of the first day after it. */
const usedAsCharged = (end: string): string => `
    select u.app_id, u.capability_id, u.tier, u.ts,
           case k.licensed_metric when 'daily_average' then coalesce(u.units_average, u.units_consumed) else u.units_consumed end as units_consumed
    from   license_usage_fact u
    join   capabilities_dim k using (capability_id)
    where  u.ts >= $1::date and u.ts < ${end}`;

const hashVersion = `
  select ${hashOfRows(['app_id', 'capability_id', 'tier', 'forecast_month', 'predicted_units', 'lower_units', 'upper_units', 'predicted_cost'])} as hash
  from   forecast_fact where as_of = $1`;

const hashUsed = `
  select ${hashOfRows(['app_id', 'capability_id', 'tier', 'ts', 'units_consumed'])} as hash
  from   (${usedAsCharged('$2::date')}) used`;

const readSeries = `
  with used as (
    select app_id, capability_id, tier,
           json_agg(json_build_object('day', ts::date, 'units', units_consumed::text) order by ts) as rows
    from   (${usedAsCharged('$2::date + 1')}) charged
    group  by 1, 2, 3
  )
  select u.app_id as "appId", u.capability_id as "capabilityId", u.tier, u.rows,
         coalesce(partial.complete, '[]'::json) as "completeDays",
         coalesce(partial.missing, '[]'::json) as "missingDays",
         case when p.price_id is not null
              then json_build_object('priceId', p.price_id, 'unitRate', p.usd_rate::text) end as price
  from   used u
  join   capabilities_dim c using (capability_id)
  left join lateral (
    select json_agg(d.day order by d.day) filter (where c.capability_code || '/' || u.tier <> all(d.missing)) as complete,
           json_agg(d.day order by d.day) filter (where c.capability_code || '/' || u.tier = any(d.missing)) as missing
    from   source_days d
    where  d.app_id = u.app_id and d.day between $1::date and $2::date) partial on true
  left join lateral (${usdPriceOn('u', '$3::date')}) p on p.usd_rate is not null
  order  by u.app_id, u.capability_id, u.tier`;
