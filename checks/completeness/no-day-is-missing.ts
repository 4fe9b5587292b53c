import { rowsCheck } from '../rows-check.ts';
import { asked, sql } from '../sql.ts';

/**
 * From its first complete day on, or through the whole window when it never had one, an application must be known on every day of the window: used, or complete and unused. An
 * application that its tool no longer lists may end. The money is an estimate: the missing days at its mean daily cost.
 */
export const noDayIsMissing = rowsCheck({
  id: 'no-day-is-missing',
  family: 'completeness',
  says: 'Every application is known on every day of the window.',
  requirement: ['000-212', 'C12', 'R22'],
  severity: 'warn',
  needs: ['appdynamics'],
  remedy:
    'Run these days again once the controller has them; until then they cost nothing and the forecast leaves them out.',
  rows: 'applications with missing days',
  among: `select count(distinct app_id) from source_days where day between ${asked.from} and ${asked.to}`,
  money: 'estimated_cost',
  failingRows: sql`
    with known as (
      select app_id, tool, instance, greatest(min(day) filter (where is_complete), ${asked.from}) as first_day,
             count(*) filter (where is_complete and day between ${asked.from} and ${asked.to}) as complete_days
      from   source_days
      group  by 1, 2, 3
    ), suspect as materialized (
      select k.*, a.is_listed
      from   known k
      join   applications_dim a on a.app_id = k.app_id
      where  k.complete_days < ${asked.to} - k.first_day + 1
    ), gaps as (
      select s.app_id, t.day, coalesce(array_to_string(d.missing, ', '), 'the whole day') as missing
      from   suspect s
      join   time_dim t on t.day between s.first_day and ${asked.to}
      left join lateral (
        select d.missing, d.is_complete from source_days d
        where  d.tool = s.tool and d.instance = s.instance and d.app_id = s.app_id and d.day = t.day
      ) d on true
      where  case when d.is_complete is null then s.is_listed else not d.is_complete end
    )
    select g.app_id, a.appd_application_name as application, count(*) as days, min(g.day) as first_day, max(g.day) as last_day,
           string_agg(distinct g.missing, '; ') as missing,
           count(*) * (select round(sum(c.usd_cost) / count(distinct c.ts), 2) from license_cost_fact c
                       where c.app_id = g.app_id and c.ts >= ${asked.to} - 30) as estimated_cost
    from   gaps g
    join   applications_dim a on a.app_id = g.app_id
    group  by 1, 2`,
});
