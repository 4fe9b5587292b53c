import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config/env.ts';
import { readPriceList } from '../../imports/price-list.ts';
import { actingAs, type Acting, type Actor } from '../../repositories/acting.ts';
import type { Session } from '../../repositories/database.ts';
import type { PricesChanged } from '../../repositories/prices/change-prices.ts';
import { addPrice, endPrice } from '../../repositories/prices/edit-prices.ts';
import { importInto } from '../../repositories/prices/import-prices.ts';
import { previewPrices } from '../../repositories/prices/preview-prices.ts';
import { listPrices } from '../../repositories/prices/read-prices.ts';
import { setMetric, type LicensedMetric } from '../../repositories/prices/set-metric.ts';
import { actorOf, withActing, type ActingOptions } from '../acting.ts';
import { readSettings, withDatabase, type Context, type Finish } from '../context.ts';
import { exitCodes, UsageError, type ExitCode } from '../exit-codes.ts';
import { dayOr } from '../parse-words.ts';
import { priceOf, withOnePrice, type PriceWords } from '../price-options.ts';
import { renderPreview, renderPriceList, sayChanged } from '../render-prices.ts';

interface PriceOptions extends ActingOptions {
  readonly json?: boolean;
  readonly allowBom?: boolean;
}

interface ListOptions extends PriceOptions {
  readonly all?: boolean;
  readonly capability?: string;
}

type OnePrice = PriceOptions & PriceWords;

/** `prices`: what the contract says that units cost. */
export function addPrices(program: Command, context: Context, finish: Finish): void {
  const prices = program
    .command('prices')
    .summary('import, preview, add, end and list prices')
    .description(
      'Prices hold from their first day until before their end. One that was used is never changed: a new version stands ' +
        'instead, open months are priced anew by the next run, and closed months get adjustments in an open one.',
    )
    .addHelpText('after', examples);
  const command = (name: string, description: string): Command =>
    prices.command(name).description(description).option('--json', 'print as JSON');
  const changing = (name: string, description: string): Command => withActing(command(name, description));

  command('list', 'shows the prices in force')
    .option('--all', 'also the versions that were replaced')
    .option('--capability <code>', 'of one capability')
    .action(async (options: ListOptions) => finish(await list(options, context)));
  changing('import <file>', 'brings a price list, all of it or nothing')
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .action(async (file: string, options: PriceOptions) => finish(await importList(file, options, context)));
  withOnePrice(changing('add', 'adds a price; the one before it ends there')).action(
    async (options: OnePrice) => finish(await add(options, context)),
  );
  changing('end <id>', 'ends a price')
    .requiredOption('--on <day>', 'the first day on which it no longer holds')
    .action(async (id: string, options: PriceOptions & { readonly on: string }) =>
      finish(await end(id, options, context)),
    );
  withOnePrice(
    changing('preview [file]', 'shows what a price list or one price would move, and saves nothing'),
  )
    .option('--allow-bom', 'take a file that begins with a byte-order mark')
    .action(async (file: string | undefined, options: OnePrice) =>
      finish(await preview(file, options, context)),
    );
  changing('metric <capability>', 'says which daily figure is charged: the highest reading, or the average')
    .requiredOption('--use <metric>', metrics.join(' or '))
    .option('--tool <tool>', 'the monitoring tool', 'appdynamics')
    .action(
      async (capability: string, options: PriceOptions & { readonly use: string; readonly tool: string }) =>
        finish(await metric(capability, options, context)),
    );
}

const metrics: readonly LicensedMetric[] = ['daily_maximum', 'daily_average'];

const examples = `
Examples:
  appd-licensing prices import prices-2026.csv --reason "renewal 2026"
  appd-licensing prices preview --capability APM --tier PEAK --rate 1.31 --from 2025-08-15
  appd-licensing prices add --capability APM --tier PEAK --rate 1.31 --from 2025-08-15 --reason "amendment 3"
  appd-licensing prices add --capability APM --tier PRO --model graduated --tiers "0:1.25|1000:1.10" --from 2025-09-01
  appd-licensing prices end 7 --on 2026-01-01
  appd-licensing prices list --all --capability APM
  appd-licensing prices metric APM --use daily_average --reason "contract, annex B"

Columns of a price list:
  tool,capability,tier,unit_rate,currency,start_date,end_date
  and, where the contract has them: pricing_model (per_unit, flat, graduated, volume, package), package_size,
  minimum_amount, maximum_amount (a month), tiers (from_units:rate[:flat_amount]|...)`;

async function list(options: ListOptions, context: Context): Promise<ExitCode> {
  return withDatabase(await readSettings(context), async (database) => {
    const all = options.all ?? false;
    const prices = await listPrices(database, { all, capability: options.capability ?? null });
    return print(context, options, prices, renderPriceList(prices, all));
  });
}

async function importList(file: string, options: PriceOptions, context: Context): Promise<ExitCode> {
  const rows = readPriceList(file, { allowBom: options.allowBom ?? false });
  return act(options, context, async (tx, who, { reason }) => {
    const changed = await importInto(tx, who, rows, { priceList: basename(file), reason });
    return { result: changed, text: `Prices: ${sayChanged(changed)}.${nextRun(changed)}` };
  });
}

async function add(options: OnePrice, context: Context): Promise<ExitCode> {
  const row = priceOf(options);
  return act(options, context, async (tx, who, { reason }) => {
    const changed = await addPrice(tx, who, row, reason);
    return { result: changed, text: `Prices: ${sayChanged(changed)}.${nextRun(changed)}` };
  });
}

async function end(
  id: string,
  options: PriceOptions & { readonly on: string },
  context: Context,
): Promise<ExitCode> {
  const problems: string[] = [];
  const on = dayOr('--on', options.on, '', problems);
  if (!/^[1-9]\d{0,8}$/.test(id)) problems.push(`"${id}" is no price id; "prices list" shows them.`);
  if (problems.length > 0) throw new UsageError(problems);
  return act(options, context, async (tx, who, { reason }) => {
    const done = await endPrice(tx, who, { priceId: Number(id), on }, reason);
    const how = done.versions > 0 ? 'as a new version, since it was used there' : 'in place';
    const { capability, tier } = done.price;
    const text =
      done.unchanged > 0
        ? `${capability} ${tier} ends before ${on} already.`
        : `${capability} ${tier} ends before ${on}, ${how}.${nextRun(done)}`;
    return { result: done, text };
  });
}

async function preview(file: string | undefined, options: OnePrice, context: Context): Promise<ExitCode> {
  if ((file === undefined) === (options.capability === undefined))
    throw new UsageError(['Give a price list, or one price by --capability, --tier, --rate and --from.']);
  const rows = file === undefined ? null : readPriceList(file, { allowBom: options.allowBom ?? false });
  const row = rows ? null : priceOf(options);
  return act(options, context, async (tx, who, { reason }) => {
    const result = await previewPrices(tx, (inner) =>
      row
        ? addPrice(inner, who, row, reason)
        : importInto(inner, who, rows ?? [], { priceList: basename(file ?? ''), reason }),
    );
    return { result, text: renderPreview(result) };
  });
}

async function metric(
  capability: string,
  options: PriceOptions & { readonly use: string; readonly tool: string },
  context: Context,
): Promise<ExitCode> {
  const use = metrics.find((name) => name === options.use);
  if (!use) throw new UsageError([`--use is "${options.use}", expected ${metrics.join(' or ')}.`]);
  return act(options, context, async (tx) => {
    const done = await setMetric(tx, { tool: options.tool, capability, metric: use });
    const months = done.months.map((month) => month.slice(0, 7)).join(', ');
    const text =
      done.before === done.after
        ? `${capability} is licensed by ${use} already.`
        : `${capability} is licensed by ${use} now; before it was ${done.before}. ${
            months ? `The next run prices ${months} anew.` : 'No open month has usage of it.'
          }`;
    return { result: done, text };
  });
}

type Work = (
  tx: Session,
  who: Acting,
  actor: Actor,
) => Promise<{ readonly result: object; readonly text: string }>;

async function act(options: PriceOptions, context: Context, work: Work): Promise<ExitCode> {
  const config: Config = await readSettings(context);
  const actor = actorOf(config, options);
  return withDatabase(config, async (database) => {
    const { result, text } = await actingAs(database, actor, (tx, who) => work(tx, who, actor));
    return print(context, options, result, text);
  });
}

function print({ terminal }: Context, { json }: PriceOptions, result: unknown, text: string): ExitCode {
  terminal.out(`${json ? JSON.stringify(result, null, 2) : text}\n`);
  return exitCodes.right;
}

function nextRun({ touched }: PricesChanged): string {
  return touched.length === 0 ? '' : ' The next run prices the open months that they touch anew.';
}
