import { fromCents, toCents } from '../money.ts';
import type {
  ChargeFacts,
  ContractFacts,
  CorrectionFacts,
  CostFacts,
  PriceFacts,
  RunFacts,
  SourceFacts,
  UsageFacts,
} from './evidence.ts';
import { explained, type Explanation } from './explanation.ts';
import { figure, plural, rate } from './words.ts';

/** What sits on cost rows: price, days, usage, the source's answer, and the run that read it. */
export function explainCharge(charge: ChargeFacts): Explanation {
  const { capability, tier, hCode, days, from, to, units, amount, rows } = charge;
  const shown = rows.map(explainCost);
  const where = hCode === '' ? '' : `, H-code ${hCode}`;
  return explained({
    kind: 'charges',
    title: `${capability} ${tier}${where}: ${plural(days, 'day')} from ${from} to ${to}, ${figure(units)} unit-days`,
    amount,
    isPart: true,
    facts: { capability, tier, hCode, days, from, to, units, priceId: charge.price.priceId },
    children: [explainPrice(charge.price), ...withHidden(shown, charge)],
  });
}

function withHidden(shown: readonly Explanation[], { rowCount, amount }: ChargeFacts): Explanation[] {
  const hidden = rowCount - shown.length;
  if (hidden <= 0) return [...shown];
  const seen = shown.reduce((sum, row) => sum + toCents(row.amount ?? '0'), 0n);
  const rest = explained({
    kind: 'more',
    title: `... ${plural(hidden, 'more day')}; --rows all shows them`,
    amount: fromCents(toCents(amount) - seen),
    isPart: true,
    facts: { rows: hidden },
  });
  return [...shown.slice(0, -1), rest, ...shown.slice(-1)];
}

function explainPrice(price: PriceFacts): Explanation {
  const { priceId, version, model, currency, list, from, to, createdBy } = price;
  const says =
    model === 'per_unit'
      ? `${rate(price.rate)} ${currency} per unit and day`
      : `${model} price in ${currency}`;
  return explained({
    kind: 'price',
    title: `price ${priceId}, version ${version}: ${says}, from ${from} to ${to ?? 'open'}; list "${list}", by ${createdBy}`,
    facts: { ...price },
  });
}

function explainCost(cost: CostFacts): Explanation {
  const { costId, day, units, unitRate, currency, exchangeRate, formulaVersion, amount, exact } = cost;
  return explained({
    kind: 'cost',
    title: `${day}: ${formulaOf(cost)}`,
    amount,
    isPart: true,
    facts: { costId, day, units, unitRate, currency, exchangeRate, formulaVersion, exact },
    children: cost.usage ? [explainUsage(cost.usage)] : [missing('The usage row is gone.')],
  });
}

function formulaOf({ units, unitRate, currency, exchangeRate, formulaVersion }: CostFacts): string {
  if (formulaVersion === 3)
    return `${figure(units)} units, its part of what the price makes of the month's units`;
  const product = `${figure(units)} units x ${rate(unitRate)}`;
  return formulaVersion === 2 ? `${product} ${currency} x ${rate(exchangeRate)}` : product;
}

function explainUsage(usage: UsageFacts): Explanation {
  const { usageId, tool, instance, units, average, nodes, attribution, metric, source, run } = usage;
  const told = [
    `maximum ${figure(units)}`,
    average === null ? null : `average ${figure(average)}`,
    nodes === null ? null : plural(nodes, 'node'),
    `by ${attribution}`,
  ];
  return explained({
    kind: 'usage',
    title: `usage ${usageId} of ${tool}/${instance}: ${told.filter(Boolean).join(', ')}; licensed is the ${metric.replace('_', ' ')}`,
    facts: { usageId, tool, instance, units, average, nodes, attribution, metric },
    children: [
      source ? explainSource(source) : missing('No snapshot of the source is kept.'),
      ...(run ? [explainRun(run)] : []),
    ],
  });
}

function explainSource({ snapshotId, hash, takenAt, answers }: SourceFacts): Explanation {
  return explained({
    kind: 'source',
    title: `snapshot ${snapshotId}, taken ${takenAt.slice(0, 19)}, hash ${hash.slice(0, 12)}`,
    facts: { snapshotId, hash, takenAt },
    children: answers.map((answer) =>
      explained({
        kind: 'answer',
        title: `raw answer ${answer.rawId}: ${answer.slice}, hash ${answer.hash.slice(0, 12)}`,
        facts: { ...answer },
      }),
    ),
  });
}

/** A run, with everything that made its result what it is. */
export function explainRun(run: RunFacts): Explanation {
  const { runId, date, trigger, startedBy, codeVersion, configVersion } = run;
  return explained({
    kind: 'run',
    title: `run ${runId} of ${date} (${trigger}, by ${startedBy}), code ${codeVersion}, configuration ${configVersion.slice(0, 12)}`,
    facts: { ...run },
  });
}

/** Cost of a contract or of a price's monthly terms. */
export function explainContract(charge: ContractFacts): Explanation {
  const { run, ...facts } = charge;
  const kind = charge.kind.replaceAll('_', ' ');
  const why = charge.contract === null ? `price ${charge.priceId ?? ''}` : `contract "${charge.contract}"`;
  return explained({
    kind: 'contract',
    title: `${charge.capability}: ${kind} by ${why}, ${figure(charge.units)} units`,
    amount: charge.amount,
    isPart: true,
    facts,
    children: [explainRun(run)],
  });
}

/** What a day of a closed month costs more or less than was charged. */
export function explainCorrection(correction: CorrectionFacts): Explanation {
  const { adjustmentId, day, capability, tier, cause, units, amount, charged, late, run, hCode, priceId } =
    correction;
  const was = charged
    ? `charged was ${rate(charged.amount)} for ${figure(charged.units)} units`
    : 'nothing was charged';
  return explained({
    kind: 'correction',
    title: `${day} ${capability} ${tier}: ${cause.replaceAll('_', ' ')}, ${figure(units)} units; ${was}`,
    amount,
    isPart: true,
    facts: { adjustmentId, day, capability, tier, hCode, cause, units, priceId },
    children: [
      ...(late
        ? [
            explained({
              kind: 'late usage',
              title: `the source says ${figure(late.units)} units now`,
              facts: { units: late.units },
              children: [explainRun(late.run)],
            }),
          ]
        : []),
      explainRun(run),
    ],
  });
}

function missing(title: string): Explanation {
  return explained({ kind: 'missing', title });
}
