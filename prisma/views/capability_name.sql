create view reporting.capability_name as
  select distinct capability_code as capability
  from   capabilities_dim
  where  capability_id in (select capability_id from cost_by_month);
comment on view reporting.capability_name is
  'The capabilities that the reader may choose from, those that were ever used: one row per code. For everybody.';
