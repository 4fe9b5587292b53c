import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { defaultSharedServices } from '../../../domain/allocate/h-code.ts';
import type { Month } from '../../../pipeline/run.ts';
import { tryClose } from '../../../repositories/periods/close.ts';
import { rebuildMonth } from '../../../repositories/periods/rebuild.ts';
import { createRuleBook } from '../../../repositories/rules/rule-book.ts';
import { anna, bert, daysOf, openBillingMonth, type BillingMonth } from '../../support/billing-month.ts';

const july: Month = '2025-07-01';
const policy = { methodologyChanges: 'monthly', shared: defaultSharedServices, exception: false } as const;

let company: BillingMonth;

beforeAll(async () => {
  company = await openBillingMonth('older_bill');
  const { orders, payroll, platform } = company.apps;
  await company.use('2025-08-01', daysOf(july), { [orders]: '100', [payroll]: '300', [platform]: '40' });
  await company.approveRules();
  await company.build('2025-08-01');
  await company.validated('2025-08-01');
});

afterAll(() => company.warehouse.close());

describe('a rule that is approved after the bill was made', () => {
  test('R13, R20: keeps the month from being closed until the bill is made by it', async () => {
    const { database } = company.warehouse;
    const book = createRuleBook(database);
    const rule = await book.newest('platform-by-usage');
    if (!rule) throw new Error('The seed brings the rule.');
    const draft = { ...rule, method: 'equal', startDate: july } as const;
    await book.save([{ draft, place: null }], anna, policy);
    await book.approve('platform-by-usage', null, bert, policy.shared);

    const problems = await tryClose(database, bert, july, company.settings('2025-08-21'));
    expect(problems.filter((problem) => problem.startsWith('sums:'))).toEqual([
      'sums: the allocation is not what the rules and drivers in force make of the month; run allocate again (R20)',
    ]);

    await company.build('2025-08-01');
    await company.close(july);
    expect(await rebuildMonth(database, july)).toMatchObject({ isEqual: true });
  });
});
