import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { readCsv } from '../config/read-csv.ts';
import { defaultForecastSettings } from '../domain/forecast/forecast-usage.ts';
import type { Database } from '../repositories/database.ts';
import { readSeedRules, seedRules } from './seed-rules.ts';

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
  const rules = readSeedRules(allocationRulesFile ?? seedFile('allocation-rules.csv'));
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
