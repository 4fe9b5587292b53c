import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { seed } from '../../../prisma/seed.ts';
import { openDatabase, type Database } from '../../../repositories/database.ts';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.ts';

const header =
  'rule_name,priority,h_code_pattern,method,driver,proportional_weight,equal_weight,fallback,start_date\n';

describe('the seed', () => {
  let testDatabase: TestDatabase;
  let database: Database;
  let folder: string;

  beforeAll(async () => {
    testDatabase = await createTestDatabase('seed');
    database = openDatabase(testDatabase.settings);
    folder = await mkdtemp(join(tmpdir(), 'appd-licensing-seed-'));
  });

  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
    await rm(folder, { recursive: true });
  });

  test('adds rows once; rules are unapproved, and one forecast model is active', async () => {
    const first = await seed(database, { allocationRulesFile: null });
    const second = await seed(database, { allocationRulesFile: null });

    expect(Object.values(first).every((count) => count > 0)).toBe(true);
    expect(second).toEqual({ capabilities: 0, patterns: 0, models: 0, rules: 0 });
    const rules = await database.prisma.allocation_rules.findMany();
    expect(new Set(rules.map(({ status }) => status))).toEqual(new Set(['draft']));
    const active = await database.prisma.forecast_models.findMany({ where: { is_active: true } });
    expect(active.map(({ model_name }) => model_name)).toEqual(['ensemble']);
    expect(await database.prisma.capabilities_dim.count({ where: { capability_code: 'unmapped' } })).toBe(1);
  });

  test('leaves alone what people changed', async () => {
    await database.run('activating another model', `update forecast_models set is_active = false`);
    await database.run(
      'activating another model',
      `update forecast_models set is_active = true where method = 'linear'`,
    );
    await database.run(
      'approving a rule',
      `update allocation_rules set status = 'approved', approved_by = 'ana', priority = 77 where rule_name = 'global-equal'`,
    );

    await seed(database, { allocationRulesFile: null });

    const active = await database.prisma.forecast_models.findMany({ where: { is_active: true } });
    expect(active.map(({ method }) => method)).toEqual(['linear']);
    const rule = await database.prisma.allocation_rules.findFirst({ where: { rule_name: 'global-equal' } });
    expect(rule?.priority).toBe(77);
  });

  test('an unapproved rule follows its file', async () => {
    const file = join(folder, 'rules.csv');
    writeFileSync(file, `${header}default-by-usage,900,,equal,units,0,1,unallocated,2020-01-01\n`);

    await seed(database, { allocationRulesFile: file });

    const rule = await database.prisma.allocation_rules.findFirst({
      where: { rule_name: 'default-by-usage' },
    });
    expect(rule).toMatchObject({ priority: 900, method: 'equal', is_default: true });
  });

  test('R23: the blend of the documents is two parts, and follows its file without leaving old ones', async () => {
    const parts = () =>
      database.rows(
        'reading parts',
        `select p.method, p.driver, p.weight::text from allocation_rule_parts p join allocation_rules r using (rule_id)
         where r.rule_name = 'shared-blend' order by part_no`,
      );
    expect(await parts()).toEqual([
      { method: 'proportional_usage', driver: 'units', weight: '0.4000' },
      { method: 'equal', driver: 'units', weight: '0.6000' },
    ]);

    const file = join(folder, 'blend.csv');
    writeFileSync(
      file,
      `rule_name,h_code_pattern,method,parts,start_date\nshared-blend,SHARED,blend,"0.3 cost,0.3 nodes,0.4 equal",2020-01-01\n`,
    );
    await seed(database, { allocationRulesFile: file });
    expect(await parts()).toHaveLength(3);
  });

  test('a rule file with faults is refused with every line that has one', async () => {
    const file = join(folder, 'bad.csv');
    writeFileSync(
      file,
      `${header}a,x,,equal,units,0,1,equal,2020-01-01\nb,1,,blend,units,0.4,0.4,equal,2020-01-01\n`,
    );

    await expect(seed(database, { allocationRulesFile: file })).rejects.toThrow(
      /:2 priority: .*\n.*:3 equal_weight: /,
    );
  });
});
