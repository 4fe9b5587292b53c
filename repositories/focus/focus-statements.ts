/** Every charge of the month $1, as domain/focus/charge.ts names the parts. */
export const monthCharges = `
  with vendors as (
    select c.tool, min(k.vendor) as vendor
    from   contracts k join contract_lines l using (contract_id) join capabilities_dim c using (capability_id)
    where  k.status = 'approved' and k.start_date < $1::date + interval '1 month' and k.end_date > $1
    group  by 1
  ), charge as (
    select 1 as place, c.cost_id as id, 'usage' as kind, l.tool, l.instance, c.ts::date as first, c.ts::date + 1 as past,
           c.app_id, c.capability_id, c.tier, c.units, case when l.formula_version < 3 then c.unit_rate end as unit_rate,
           l.currency as price_currency, l.exchange_rate, c.price_id, c.usd_cost as cost, c.cost_exact, 0::numeric as billed,
           'USD' as billing_currency, c.sector_id, nullif(c.h_code, '') as h_code, c.cost_center, null as rule, null as detail,
           null as description, false as is_correction, null::integer as line_id, null as invoice
    from   charged_cost c join license_cost_fact l using (cost_id, ts)
    where  c.ts >= $1::date and c.ts < $1::date + interval '1 month'
    and    l.ts >= $1::date and l.ts < $1::date + interval '1 month'
    union all
    select 2, c.charge_id, 'contract', null, null, $1, ($1::date + interval '1 month')::date, c.app_id, c.capability_id, null, c.units,
           null, 'USD', 1, c.price_id, c.usd_cost, c.cost_exact, 0, 'USD', c.sector_id, nullif(c.h_code, ''), null, null, c.kind,
           null, false, c.contract_line_id, null
    from   contract_charge_fact c where c.month_start = $1
    union all
    select 3, c.adjustment_id, 'correction', c.tool, c.instance, c.ts::date, c.ts::date + 1, c.app_id, c.capability_id, c.tier, c.units,
           null, null, null, c.price_id, c.usd_cost, c.cost_exact, 0, 'USD', c.sector_id, nullif(c.h_code, ''), null, null, c.cause,
           null, true, null, null
    from   cost_adjustment_fact c where c.month_start = $1
    union all
    select 4, f.chargeback_id, 'allocation', null, null, f.charge_month, (f.charge_month + interval '1 month')::date, f.app_id, null, null,
           null, null, null, null, null, f.usd_amount, f.usd_amount, 0, 'USD', f.sector_id, null, null, r.rule_name || ' v' || r.version,
           coalesce(nullif(f.adjusted_cycle, ''), f.chargeback_cycle), null, f.charge_month < f.month_start, null, null
    from   chargeback_fact f left join allocation_rules r using (rule_id)
    where  f.month_start = $1 and 'direct' not in (f.chargeback_cycle, f.adjusted_cycle)
    union all
    select 5, l.invoice_id * 100000::bigint + l.line_no, 'invoice', v.tool, null, $1, ($1::date + interval '1 month')::date, null,
           l.capability_id, l.tier, l.units, null, v.currency, null, null, 0, 0, l.amount, v.currency, null, null, null, null, null,
           nullif(l.description, ''), false, null, v.invoice_number
    from   vendor_invoice_lines l join vendor_invoices v using (invoice_id) where l.month_start = $1
  )
  select h.kind, t.tool, v.vendor, h.instance, h.first as "from", h.past as "to",
         case when h.place in (1, 3, 4) then coalesce(a.appd_application_id, a.appd_application_name, a.service_key) end as "resourceId",
         case when h.place in (1, 3, 4) then coalesce(a.appd_application_name, a.sn_service_name) end as "resourceName",
         c.capability_code as capability, coalesce(h.tier, cl.tier) as tier, c.unit_name as "unitName", h.units::text as units,
         h.unit_rate::text as "unitRate", h.price_currency as "priceCurrency", h.exchange_rate::text as "exchangeRate",
         h.price_id::text as "priceId", h.cost::text as cost, h.cost_exact::text as "costExact", h.billed::text as billed,
         h.billing_currency as "billingCurrency", s.sector_name as sector, h.h_code as "hCode", h.cost_center as "costCenter", h.rule,
         h.detail, h.description, h.is_correction as "isCorrection", k.contract_name || '/' || h.line_id as "contractId",
         k.contract_name as "contractName", coalesce(cl.basis = 'amount', false) as "isSpendCommitment", h.invoice as "invoiceId"
  from   charge h
  left join applications_dim a using (app_id)
  left join capabilities_dim c on c.capability_id = h.capability_id
  left join sectors_dim s on s.sector_id = h.sector_id
  left join contract_lines cl on cl.line_id = h.line_id
  left join contracts k on k.contract_id = cl.contract_id
  cross join lateral (select coalesce(h.tool, c.tool, a.tool, (select min(tool) from capabilities_dim)) as tool) t
  left join vendors v on v.tool = t.tool
  order  by h.place, h.first, h.app_id, h.capability_id, h.tier collate "C", h.sector_id, h.id`;

export const statementTotals = `
  select s.sector_name as name, sum(f.usd_amount)::text as total
  from   chargeback_fact f join sectors_dim s using (sector_id)
  where  f.month_start = $1
  group  by 1`;

export const invoiceTotals = `
  select v.invoice_number as name, sum(l.amount)::text as total, min(v.currency) as currency
  from   vendor_invoice_lines l join vendor_invoices v using (invoice_id)
  where  l.month_start = $1
  group  by 1
  order  by 1`;
