import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readCsv } from '../config/read-csv.ts';
import { defaultForecastSettings } from '../domain/forecast/forecast-usage.ts';
import { isDay } from '../pipeline/days.ts';
import type { Database } from '../repositories/database.ts';

/** Files that stand instead of the seeded ones; null takes those of config/seed. */
export interface SeedFiles {
  readonly allocationRulesFile: string | null;
}

/** How many rows the seed added; all 0 the second time. */
export interface Seeded {
  readonly capabilities: number;
  readonly patterns: number;
  readonly models: number;
  readonly rules: number;
}

/**
 * Writes the rows that the product starts from: license types, architecture patterns, forecast models and default allocation
 * rules, which nobody has approved yet (C61). What is there already stays as people left it; only an unapproved rule of an
 * earlier seed follows its file. The calendar and the buckets come with the migrations.
 */
export async function seed(database: Database, { allocationRulesFile }: SeedFiles): Promise<Seeded> {
  const rules = readRules(allocationRulesFile ?? seedFile('allocation-rules.csv'));
  return {
    capabilities: await seedCapabilities(database),
    patterns: await seedPatterns(database),
    models: await seedModels(database),
    rules: await seedRules(database, rules),
  };
}

function seedFile(name: string): string {
  return fileURLToPath(new URL(`../config/seed/${name}`, import.meta.url));
}

const capabilityNames: Readonly<Record<string, string>> = {
  APM: 'Application performance monitoring',
  BRUM: 'Browser real user monitoring',
  DATABASE: 'Database monitoring',
  INFRA: 'Infrastructure monitoring',
  IOT: 'Connected devices',
  LOG_ANALYTICS: 'Log analytics',
  MOBILE_ANALYTICS: 'Mobile analytics',
  MRUM: 'Mobile real user monitoring',
  NETVIZ: 'Network visibility',
  SESSION_REPLAY: 'Session replay',
  SIM: 'Server visibility',
  SYNTHETIC: 'Synthetic monitoring',
  SYNTHETIC_PRIVATE: 'Synthetic monitoring by private agents',
  TRANSACTION_ANALYTICS: 'Transaction analytics',
  unmapped: 'Packages that nobody has mapped yet',
};

async function seedCapabilities({ prisma }: Database): Promise<number> {
  const packages = readCsv(seedFile('package-map.csv'), z.object({ capability: z.string().optional() }));
  const codes = new Set([...packages.flatMap(({ capability }) => capability ?? []), 'unmapped']);
  const data = [...codes].sort().map((code) => ({
    tool: 'appdynamics',
    capability_code: code,
    capability_name: capabilityNames[code] ?? code,
  }));
  return (await prisma.capabilities_dim.createMany({ data, skipDuplicates: true })).count;
}

const patterns = [
  'batch',
  'client_server',
  'event_driven',
  'mainframe',
  'microservices',
  'mobile',
  'monolith',
  'packaged',
  'saas',
  'serverless',
  'service_oriented',
  'three_tier',
];

async function seedPatterns({ prisma }: Database): Promise<number> {
  const data = patterns.map((pattern_name) => ({ pattern_name }));
  return (await prisma.architecture_dim.createMany({ data, skipDuplicates: true })).count;
}

async function seedModels({ prisma }: Database): Promise<number> {
  const { method: active, ...parameters } = defaultForecastSettings;
  const hasActive = (await prisma.forecast_models.count({ where: { is_active: true } })) > 0;
  const data = (['linear', 'smoothing', 'ensemble'] as const).map((method) => ({
    model_name: method,
    method,
    parameters,
    is_active: !hasActive && method === active,
  }));
  return (await prisma.forecast_models.createMany({ data, skipDuplicates: true })).count;
}

const day = z.string().refine(isDay, 'expected a day YYYY-MM-DD');
const weight = z
  .string()
  .regex(/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/, 'expected a weight from 0 to 1 with at most 4 decimals');

const ruleRow = z
  .object({
    rule_name: z.string({ error: 'is missing' }),
    priority: z.coerce.number({ error: 'expected a whole number' }).int('expected a whole number'),
    h_code_pattern: z.string().optional(),
    method: z.enum(['proportional_usage', 'equal', 'blend'], 'expected proportional_usage, equal or blend'),
    driver: z.enum(['units', 'cost'], 'expected units or cost'),
    proportional_weight: weight,
    equal_weight: weight,
    fallback: z.enum(['equal', 'unallocated'], 'expected equal or unallocated'),
    start_date: day,
    end_date: day.optional(),
  })
  .refine((row) => Math.abs(Number(row.proportional_weight) + Number(row.equal_weight) - 1) < 1e-9, {
    path: ['equal_weight'],
    message: 'expected weights that add up to 1',
  });

type RuleRow = z.infer<typeof ruleRow>;

function readRules(file: string): RuleRow[] {
  return readCsv<RuleRow>(file, ruleRow);
}

async function seedRules({ prisma }: Database, rules: readonly RuleRow[]): Promise<number> {
  let added = 0;
  for (const rule of rules) {
    const newest = await prisma.allocation_rules.findFirst({
      where: { rule_name: rule.rule_name },
      orderBy: { version: 'desc' },
    });
    if (!newest) {
      await prisma.allocation_rules.create({
        data: { rule_name: rule.rule_name, created_by: 'seed', ...contentOf(rule) },
      });
      added += 1;
    } else if (newest.created_by === 'seed' && newest.status === 'draft') {
      await prisma.allocation_rules.update({ where: { rule_id: newest.rule_id }, data: contentOf(rule) });
    }
  }
  return added;
}

function contentOf(rule: RuleRow) {
  return {
    priority: rule.priority,
    h_code_pattern: rule.h_code_pattern ?? null,
    method: rule.method,
    driver: rule.driver,
    proportional_weight: rule.proportional_weight,
    equal_weight: rule.equal_weight,
    fallback: rule.fallback,
    is_default: rule.h_code_pattern === undefined,
    start_date: instant(rule.start_date),
    end_date: rule.end_date === undefined ? null : instant(rule.end_date),
  };
}

function instant(text: string): Date {
  return new Date(`${text}T00:00:00Z`);
}
