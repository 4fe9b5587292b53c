import { rowsCheck } from '../rows-check.ts';
import { sql } from '../sql.ts';

/** A production database starts without prices and says so (C61): with usage in it, it would bill nothing. */
export const pricesExist = rowsCheck({
  id: 'prices-exist',
  family: 'prices',
  says: 'When there is usage there is a price list.',
  requirement: ['C61', 'R6'],
  severity: 'blocking',
  needs: [],
  remedy: 'Import the contract prices (prices import FILE.csv) and run again: open months are priced anew.',
  rows: 'tools with usage and no price at all',
  among: 'select count(distinct tool) from capabilities_dim',
  failingRows: sql`
    select u.tool, sum(u.rows) as usage_rows, min(u.first_day) as first_day, max(u.last_day) as last_day
    from   (select tool, capability_id, count(*) as rows, min(ts)::date as first_day, max(ts)::date as last_day
            from license_usage_fact group by 1, 2) u
    where  not exists (select from price_config p join capabilities_dim c on c.capability_id = p.capability_id
                       where c.tool = u.tool and p.superseded_at is null)
    group  by 1`,
});
