import { sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { table, text, type FieldRules, type PanelDraft } from './kit.ts';

const said = { more: [{ id: 'custom.cellOptions', value: { type: 'auto', wrapText: true } }] };
const timeless = 'it follows the number in the box "Line"';
const noLine = 'No line has this number: tab 7 shows the numbers; a run may have built its month again.';

/** The number in the box. Nothing in it means the largest part of a shared service in the current month, or else its largest line. Letters are ignored. */
const line =
  "coalesce(nullif(left(regexp_replace(${line:sqlstring}, '[^0-9]', '', 'g'), 18), '')::bigint, (select line_id from reporting.largest_line))";

/** The line itself, and the command that walks through all of it. */
export function chosenLine(): PanelDraft {
  return table({
    key: 'line',
    title: 'The chosen line',
    says: 'The line of a statement whose number stands in the box "Line" on top; an empty box means the largest part of a shared service that somebody received in the current month, or else its largest line. The command walks from it down to the answers of the source and proves every sum on the way.',
    definition: 'lineage-of-a-line',
    timeless,
    basis: 'total',
    noData: noLine,
    unit: 'text',
    sql: sql`
select line_id::text as "Line", to_char(month_start, 'YYYY-MM') as "Month", to_char(charge_month, 'YYYY-MM') as "Usage of", sector as "Sector",
       application as "Application", part as "Part", amount as "Amount", coalesce(method, '') as "Method", rule || ' v' || rule_version as "Rule",
       state as "Period", run_id as "Built by run", 'npm run cli -- explain ' || line_id as "Command"
from   reporting.statement_line
where  line_id = ${line}`,
    rules: {
      Line: { width: 80 },
      Sector: {
        width: 200,
        link: { title: 'Its statement', url: drill('chargeback', { sector: 'Sector' }) },
      },
      Application: {
        width: 220,
        link: { title: 'Its cost', url: drill('cost', { application: 'Application' }) },
      },
      Amount: { unit: 'money', width: 130 },
      Period: { paint: true, width: 100 },
      Command: { width: 260 },
    },
  });
}

/** What a shared line adds up. */
export function lineAllocations(): PanelDraft {
  return table({
    key: 'line-allocations',
    title: 'Allocation behind it',
    says: 'For a part of a shared service: every allocation that the line adds up, with rule, driver, ratio and what the sender distributed. A line that was passed on shows them with the sign of their receivers.',
    definition: 'lineage-of-a-line',
    timeless,
    basis: 'allocated',
    noData: 'The line is charged directly: nothing was allocated. Its cost stands below.',
    unit: 'text',
    sql: sql`
select capability as "Capability", sender as "Sender", receiver as "Receiver", rule || ' v' || rule_version as "Rule", step as "Step", method as "Method",
       driver_quantity as "Driver", driver_total as "of", driver_unit as "Unit", ratio as "Ratio", sender_total as "Sender's cost", amount as "Amount"
from   reporting.line_allocation
where  line_id = ${line}
order  by capability, step, sender, receiver, allocation_id`,
    rules: {
      Driver: { unit: 'units', decimals: 2 },
      of: { unit: 'units', decimals: 2 },
      Ratio: { unit: 'units', decimals: 10 },
      "Sender's cost": { unit: 'money' },
      Amount: { unit: 'money' },
    },
  });
}

/** Cost rows and prices under the line. */
export function lineCost(): PanelDraft {
  return table({
    key: 'line-cost',
    title: 'Cost and price behind it',
    says: 'The cost rows under the line, added up per capability, tier and price; of a received part the cost of its sender, which was distributed. Of a correction only what changed. Exact cost has all digits, cost is the sum of rounded rows.',
    definition: 'lineage-of-a-line',
    timeless,
    basis: 'direct',
    noData: 'The line has no cost rows: it was taken over from earlier years, or there is no such line.',
    unit: 'text',
    sql: sql`
select c.part as "Part", c.capability as "Capability", c.tier as "Tier", to_char(c.first_day, 'YYYY-MM-DD') as "From", to_char(c.last_day, 'YYYY-MM-DD') as "To", c.cost_rows as "Rows",
       c.units as "Unit-days", p.unit_rate as "Price", p.currency as "Currency", p.pricing_model as "Model", p.price_list as "Price list", p.version as "Version",
       to_char(p.start_date, 'YYYY-MM-DD') as "Price from", to_char(p.end_date, 'YYYY-MM-DD') as "Price to", c.cost_exact as "Exact cost", c.cost as "Cost"
from   reporting.cost_of_line(${line}) c
left join reporting.price_version p on p.price_id = c.price_id
order  by c.part, c.capability, c.tier, c.first_day`,
    rules: {
      Rows: { unit: 'count', width: 70 },
      'Unit-days': { unit: 'units', decimals: 4 },
      Price: { unit: 'units', decimals: 8 },
      'Exact cost': { unit: 'units', decimals: 8 },
      Cost: { unit: 'money' },
    },
  });
}

/** Usage, snapshot and run under the line. */
export function lineUsage(): PanelDraft {
  return table({
    key: 'line-usage',
    title: 'Usage, snapshot and run behind it',
    says: 'Which run read the usage under the line, from which source, and the snapshot of all that the source answered then: how many answers, and a hash over them. The answers themselves stay in the database.',
    definition: 'lineage-of-a-line',
    timeless,
    noData: 'No usage is under the line: it is a contract charge or was taken over from earlier years.',
    unit: 'text',
    sql: sql`
select u.tool || ' ' || u.instance as "Source", to_char(u.first_day, 'YYYY-MM-DD') as "From", to_char(u.last_day, 'YYYY-MM-DD') as "To", u.usage_rows as "Usage rows", u.units as "Unit-days",
       u.attribution as "Attributed by", u.run_id as "Read by run", to_char(s.logical_date, 'YYYY-MM-DD') as "Date of the run", s.started_by as "Started by", s.code_version as "Code",
       s.snapshot_id as "Snapshot", s.taken_at as "Taken", s.answers as "Answers", s.hash as "Hash of the answers"
from   reporting.usage_of_line(${line}) u
left join reporting.source_answer s on s.run_id = u.run_id and s.tool = u.tool and s.instance = u.instance and s.stage = 'appdynamics'
order  by u.first_day, u.run_id`,
    rules: {
      'Usage rows': { unit: 'count' },
      'Unit-days': { unit: 'units', decimals: 4 },
      Taken: { unit: 'time' },
      Answers: { unit: 'count' },
      'Hash of the answers': { width: 280 },
    },
  });
}

/** The saves of tables that made the line. */
export function lineSaves(): PanelDraft {
  return table({
    key: 'line-saves',
    title: 'Saves behind it (data_lineage)',
    says: 'What the runs that read its usage and built its bill saved into the tables of usage, cost, ownership, allocation and charges: from which snapshot, how many rows came and what became of them, and hashes over what came in and what stands there now.',
    definition: 'lineage-of-a-line',
    timeless,
    noData: noLine,
    unit: 'text',
    sql: sql`
with chosen as (
  select line_id, month_start, run_id from reporting.statement_line where line_id = ${line}
), runs as (
  select run_id from chosen union select u.run_id from chosen c, reporting.usage_of_line(c.line_id) u
)
select s.run_id as "Run", to_char(s.logical_date, 'YYYY-MM-DD') as "Date", s.stage as "Stage", s.target_table as "Table", s.slice as "Slice", s.snapshot_id as "Snapshot",
       s.rows_in as "Rows in", s.inserted as "Inserted", s.updated as "Updated", s.deleted as "Deleted", s.hash_in as "Hash in", s.hash_out as "Hash out",
       s.recorded_at as "Saved"
from   reporting.table_save s
cross join chosen c
where  s.run_id in (select run_id from runs)
and    (s.target_table in ('license_usage_fact', 'license_cost_fact', 'application_ownership', 'application_links')
        or s.slice like to_char(c.month_start, 'YYYY-MM') || '%')
order  by s.lineage_id`,
    rules: { ...countRules, Saved: { unit: 'time' } },
  });
}

/** How to read the lineage, and the command for all of it. */
export function howToTrace(): PanelDraft {
  return text({
    key: 'how-to-trace',
    title: 'How to follow a number',
    says: 'The way from a charge to the answer of the source, and the command that walks it.',
    definition: 'lineage-of-a-line',
    timeless: 'it tells how to act',
    markdown: `1. Take the number of a line from tab 7 (column "Line") and type it into the box **Line** on top; its links do it by themselves.
2. Read on from left to right: allocation, cost and price, usage with its run and snapshot, saves.
3. All of it with every single row: \`npm run cli -- explain LINE --rows all\`. It ends with code 2 when a sum does not add up.
4. To find lines: \`npm run cli -- explain --sector NAME --month 2025-07\`.`,
  });
}

const countRules: FieldRules = {
  Run: { width: 60 },
  Date: { width: 100 },
  Slice: { ...said, width: 220 },
  'Rows in': { unit: 'count', width: 80 },
  Inserted: { unit: 'count', width: 80 },
  Updated: { unit: 'count', width: 80 },
  Deleted: { unit: 'count', width: 80 },
};
