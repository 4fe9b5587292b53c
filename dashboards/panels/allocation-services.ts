import { applicationNamed, capabilityChosen, sectorChosen, sql } from '../sql.ts';
import { drill } from '../tab-list.ts';
import { compared, comparedMonth } from './cost-months.ts';
import { bars, table, type PanelDraft } from './kit.ts';

const ofTheMonth =
  'Of the last whole month in the chosen time, parts of corrections included. As charged: received parts stay where they are, whatever organization is shown.';
const noShared =
  'No shared service was distributed to, or given by, what is chosen. A service is shared by its H-code or by a rule ("npm run cli -- rules list"); without one nothing is allocated.';

/** What was received, or given by a chosen sector. */
const touched = `month_start = ${comparedMonth} and (${sectorChosen('receiver')} or ${sectorChosen('sender')}) and ${applicationNamed('service')} and ${capabilityChosen()}`;

/** What every shared service gives. */
export function sharedServices(): PanelDraft {
  return table({
    key: 'shared-services',
    title: 'Shared services',
    says: `What each shared service distributed, by which rule and version and which method, and how much of it came to the chosen sectors. Step: the order in which senders close. ${ofTheMonth}`,
    definition: '6-shared-services',
    basis: 'allocated',
    noData: noShared,
    unit: 'money',
    sql: sql`
with ${compared}, part as (
  select service, sender, capability, charge_month, step, coalesce(rule || ' v' || rule_version, 'no rule fitted') as rule, method,
         max(sender_total) as sender_total,
         sum(amount) filter (where ${sectorChosen('receiver')}) as received, sum(amount) filter (where receiver_kind = 'bucket') as unallocated
  from   reporting.allocation
  where  ${touched}
  group  by 1, 2, 3, 4, 5, 6, 7
)
select service as "Service", sender as "Given by", sum(sender_total) as "Total", rule as "Rule", string_agg(distinct replace(method, '_', ' '), ', ') as "Method",
       step as "Step", sum(received) as "To chosen sectors", sum(unallocated) as "To a bucket"
from   part
group  by service, sender, rule, step
order  by sum(sender_total) desc, 1`,
    rules: {
      Service: {
        width: 170,
        link: { title: 'Cost of the service', url: drill('cost', { application: 'Service' }) },
      },
      'Given by': { width: 190 },
      Step: { unit: 'count', width: 60 },
    },
  });
}

/** How the chosen sectors came to their parts. */
export function sharesReceived(): PanelDraft {
  return table({
    key: 'shares-received',
    title: 'How each part was computed',
    says: `Per service, capability and receiver: what the sender distributed, the driver that the rule follows, the quantity of the receiver and of all receivers, the ratio, and the amount. The ratio is for information: amounts are split to the cent, so that nothing is lost. The largest 1,000. ${ofTheMonth}`,
    definition: '63-methods',
    basis: 'allocated',
    noData: noShared,
    unit: 'money',
    sql: sql`
with ${compared}
select service as "Service", capability as "Capability", receiver as "Receiver", coalesce(rule || ' v' || rule_version, 'no rule fitted') as "Rule", replace(method, '_', ' ') as "Method",
       driver as "Driver", driver_quantity as "Quantity", driver_total as "Of all", driver_unit as "Unit", 100 * ratio as "Ratio", sender_total as "Distributed",
       amount as "Amount", to_char(charge_month, 'YYYY-MM') as "Month of cost"
from   reporting.allocation
where  ${touched}
order  by abs(amount) desc, 1, 2, 3
limit  1000`,
    rules: {
      Service: {
        width: 210,
        link: { title: 'Cost of the service', url: drill('cost', { application: 'Service' }) },
      },
      Receiver: {
        width: 190,
        link: { title: 'Bill of the sector', url: drill('chargeback', { sector: 'Receiver' }) },
      },
      Quantity: { unit: 'units' },
      'Of all': { unit: 'units' },
      Ratio: { unit: 'percent', decimals: 4 },
    },
  });
}

/** Who bears shared cost. */
export function sharedByReceiver(): PanelDraft {
  return bars({
    key: 'shared-by-receiver',
    title: 'Shared cost by receiver',
    says: `What every chosen receiver bears of shared services. ${ofTheMonth}`,
    definition: '6-shared-services',
    basis: 'allocated',
    noData: noShared,
    unit: 'money',
    x: 'Receiver',
    horizontal: true,
    sql: sql`
with ${compared}
select receiver as "Receiver", sum(amount) as "Received"
from   reporting.allocation
where  month_start = ${comparedMonth} and ${sectorChosen('receiver')} and ${applicationNamed('service')} and ${capabilityChosen()}
group  by 1
having sum(amount) <> 0
order  by sum(amount) desc, 1
limit  20`,
    rules: {
      Received: {
        color: 'forecast',
        link: { title: 'Bill of the sector', url: drill('chargeback', { sector: 'Receiver' }) },
      },
    },
  });
}
