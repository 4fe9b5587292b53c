create view reporting.charged_row as
  select c.app_id, c.sector_id, c.ts, c.tool, c.instance, c.capability_id, c.tier, c.price_id, c.units, c.cost_exact, c.usd_cost
  from   charged_cost c
  where  (select sees_everything());
comment on view reporting.charged_row is
  'One row per cost row with the sector that was charged, as the ledger has it; units: license units of the day; usd_cost: US dollars. For the lineage of one application and month: never ask it for more. Empty for readers of single sectors.';
