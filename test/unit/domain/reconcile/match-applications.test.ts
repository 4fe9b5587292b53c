import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { matchApplications, type Matching } from '../../../../domain/reconcile/match-applications.ts';
import {
  defaultMatchSettings,
  type MatchDecision,
  type MatchResult,
} from '../../../../domain/reconcile/match.ts';
import { InvariantError } from '../../../../pipeline/errors.ts';

/** Applications get the ids 1, 2, ..., services 101, 102, ... */
function match(
  applications: readonly string[],
  services: readonly string[],
  decisions: MatchDecision[] = [],
): Matching {
  return matchApplications({
    applications: applications.map((name, index) => ({ appId: index + 1, name })),
    services: services.map((name, index) => ({ serviceId: index + 101, name })),
    decisions,
    settings: defaultMatchSettings,
  });
}

function only(matching: Matching): MatchResult {
  expect(matching.results).toHaveLength(1);
  return of(matching, 1);
}

function of(matching: Matching, appId: number): MatchResult {
  const result = matching.results.find((one) => one.appId === appId);
  if (!result) throw new Error(`application ${appId} has no result`);
  return result;
}

describe('names that were measured (C16)', () => {
  test.each([
    ['SAP-ECC-EU', 'SAP-ECC-US', 90, 'regions differ'],
    ['Payments-API-DEV', 'Payments-API-PRD', 87.5, 'environments differ'],
    ['HR Portal', 'CRM Portal', 84.21, 'words that differ'],
  ])(
    "%s is not linked to %s, although the documents' score is %d",
    (application, service, legacy, because) => {
      const result = only(match([application], [service]));
      expect(result).toMatchObject({
        status: 'needs_review',
        serviceId: null,
        scores: { sequenceMatcher: legacy },
      });
      expect(result.reason).toContain(because);
      expect(result.candidates[0]?.serviceId).toBe(101);
    },
  );

  test("OrderMgmt-PROD is proposed for Order Management, with a better score than the documents' 60", () => {
    const result = only(match(['OrderMgmt-PROD'], ['Order Management']));
    expect(result).toMatchObject({
      status: 'needs_review',
      method: 'fuzzy',
      score: 76.92,
      environment: 'PROD',
    });
    expect(result.scores.sequenceMatcher).toBe(60);
  });

  test('WMS is not found in Warehouse Management System, but shown as the closest', () => {
    const result = only(match(['WMS'], ['Warehouse Management System']));
    expect(result).toMatchObject({
      status: 'unmatched',
      score: 20,
      candidates: [{ serviceId: 101, score: 20 }],
    });
  });
});

describe('same names', () => {
  test('the six applications of the design world are all linked at 100', () => {
    const names = [
      'Order Portal',
      'Data Lake',
      'HR Self Service',
      'Trade Desk',
      'Route Planner',
      'Plant Monitor',
    ];
    const matching = match(names, names.toReversed());
    expect(matching.results.map(({ status, method, score }) => [status, method, score])).toEqual(
      names.map(() => ['auto_matched', 'exact', 100]),
    );
    expect(matching.unmatchedServiceIds).toEqual([]);
  });

  test('case, separators and environment do not keep names apart', () => {
    expect(only(match(['order_portal-PRD'], ['Order Portal']))).toMatchObject({
      serviceId: 101,
      status: 'auto_matched',
      method: 'normalized',
      environment: 'PROD',
      baseName: 'order portal',
    });
  });

  test('environment variants of one application share a service; production is the one that says so', () => {
    const matching = match(['Orders-DEV', 'Orders-PROD', 'Orders-UAT'], ['Orders']);
    expect(matching.results.map(({ serviceId }) => serviceId)).toEqual([101, 101, 101]);
    expect(matching.results.filter(({ isProduction }) => isProduction).map(({ appId }) => appId)).toEqual([
      2,
    ]);
  });

  test('the variant without environment comes before PROD, and without both the first by name', () => {
    const production = (names: string[]): number[] =>
      match(names, ['Orders']).results.flatMap(({ isProduction, appId }) => (isProduction ? [appId] : []));
    expect(production(['Orders-PROD', 'Orders'])).toEqual([2]);
    expect(production(['Orders-UAT', 'Orders-DEV'])).toEqual([2]);
  });

  test('where services name environments, each variant goes to its own', () => {
    const matching = match(['Orders-DEV', 'Orders', 'Orders-UAT'], ['Orders PROD', 'Orders dev']);
    expect(of(matching, 1).serviceId).toBe(102);
    expect(of(matching, 2).serviceId).toBe(101);
    expect(of(matching, 3)).toMatchObject({ status: 'needs_review', serviceId: null });
    expect(of(matching, 3).reason).toContain('environments differ (UAT against PROD)');
  });

  test('two services of one name are a question for a person, even when one is spelled the same', () => {
    const result = only(match(['HR Portal'], ['HR Portal', 'hr-portal']));
    expect(result).toMatchObject({ status: 'needs_review', serviceId: null });
    expect(result.candidates.map(({ serviceId }) => serviceId)).toEqual([101, 102]);
  });
});

describe('names that are alike', () => {
  test('a slip of the pen is linked', () => {
    expect(only(match(['Paymnt Gateway'], ['Payment Gateway']))).toMatchObject({
      serviceId: 101,
      status: 'auto_matched',
      method: 'fuzzy',
      score: 96.55,
    });
  });

  test.each([
    ['Order Hub v2', 'Order Hub v3', 'numbers differ'],
    ['Billing Platform', 'Billing Platform EU', 'regions differ'],
    ['Claims Engine A', 'Claims Engine B', 'words that differ'],
  ])('siblings %s and %s are not', (application, service, because) => {
    const result = only(match([application], [service]));
    expect(result).toMatchObject({ status: 'needs_review', serviceId: null });
    expect(result.reason).toContain(because);
  });

  test('two services that are about as close are a question for a person', () => {
    const result = only(match(['Payment Gatewey'], ['Payment Gateway', 'Payments Gateway']));
    expect(result.status).toBe('needs_review');
    expect(result.reason).toContain('next best');
    expect(result.candidates).toHaveLength(2);
  });

  test('two applications that are as close to one service are both a question', () => {
    const matching = match(['Paymnt Gateway', 'Payment Gatway'], ['Payment Gateway']);
    expect(matching.results.map(({ status }) => status)).toEqual(['needs_review', 'needs_review']);
    expect(matching.unmatchedServiceIds).toEqual([101]);
  });

  test('a service with an application of its own name is not offered to others', () => {
    const matching = match(['Payment Gateway', 'Paymnt Gateway'], ['Payment Gateway']);
    expect(of(matching, 1).serviceId).toBe(101);
    expect(of(matching, 2)).toMatchObject({ status: 'unmatched', candidates: [] });
  });
});

describe('what people decided', () => {
  const decide = (kind: MatchDecision['kind'], appId: number, serviceId: number | null): MatchDecision => ({
    kind,
    appId,
    serviceId,
  });

  test('an override wins against the same name', () => {
    const matching = match(['Orders'], ['Orders', 'Something Else'], [decide('override', 1, 102)]);
    expect(only(matching)).toMatchObject({ serviceId: 102, status: 'overridden', method: 'override' });
    expect(matching.unmatchedServiceIds).toEqual([101]);
  });

  test('an override to no service keeps the application without link', () => {
    expect(only(match(['Orders'], ['Orders'], [decide('override', 1, null)]))).toMatchObject({
      serviceId: null,
      status: 'overridden',
    });
  });

  test('approving a proposal links it', () => {
    expect(only(match(['OrderMgmt'], ['Order Management'])).status).toBe('needs_review');
    expect(only(match(['OrderMgmt'], ['Order Management'], [decide('approve', 1, 101)]))).toMatchObject({
      serviceId: 101,
      status: 'approved',
      method: 'approval',
      score: 76.92,
    });
  });

  test('a rejected pair is neither linked nor proposed again, and the next candidate gets its turn', () => {
    const services = ['Payment Gateway', 'Payment Gateway Reports'];
    const rejected = [decide('reject', 1, 101)];
    expect(only(match(['Payment Gateway'], services.slice(0, 1), rejected))).toMatchObject({
      status: 'unmatched',
      candidates: [],
    });
    const next = only(match(['Payment Gateway'], services, rejected));
    expect(next).toMatchObject({ status: 'needs_review', serviceId: null });
    expect(next.candidates.map(({ serviceId }) => serviceId)).toEqual([102]);
  });

  test('rejecting one of two twins settles the question', () => {
    const twins = ['HR Portal', 'hr-portal'];
    expect(only(match(['HR Portal'], twins, [decide('reject', 1, 102)]))).toMatchObject({
      serviceId: 101,
      status: 'auto_matched',
    });
  });

  test('rejecting every service leaves it unmatched', () => {
    expect(only(match(['Orders'], ['Orders'], [decide('reject', 1, null)])).status).toBe('unmatched');
  });

  test('a service that a person gave away is not taken by a rule', () => {
    const matching = match(['Orders', 'Legacy 7'], ['Orders'], [decide('override', 2, 101)]);
    expect(of(matching, 1)).toMatchObject({ serviceId: null, status: 'unmatched' });
  });

  test('a service that a person gave to one variant stays open to its siblings', () => {
    const matching = match(['Orders-PROD', 'Orders-DEV'], ['Orders'], [decide('approve', 1, 101)]);
    expect(of(matching, 2)).toMatchObject({ serviceId: 101, status: 'auto_matched' });
  });

  test('contradictions and vanished services go to a person', () => {
    const services = ['Orders', 'Other'];
    const contradiction = [decide('override', 1, 101), decide('override', 1, 102)];
    expect(only(match(['Orders'], services, contradiction)).status).toBe('needs_review');
    expect(only(match(['Orders'], services, [decide('override', 1, 999)]))).toMatchObject({
      status: 'needs_review',
      serviceId: null,
    });
    expect(only(match(['Orders'], services, [decide('approve', 1, 999)])).status).toBe('auto_matched');
  });
});

describe('nonsense', () => {
  const ask = (changes: object) => () =>
    matchApplications({
      applications: [],
      services: [],
      decisions: [],
      settings: defaultMatchSettings,
      ...changes,
    });

  test('is refused: bands that overlap, ids that stand twice', () => {
    const twice = { appId: 1, name: 'Orders' };
    expect(ask({ settings: { ...defaultMatchSettings, reviewAt: 90 } })).toThrow(InvariantError);
    expect(ask({ applications: [twice, twice] })).toThrow(InvariantError);
    expect(ask({})()).toEqual({ results: [], unmatchedServiceIds: [] });
  });
});

describe('whatever the names', () => {
  const word = fc.constantFrom('order', 'orders', 'portal', 'hr', 'payment', 'paymnt', 'EU', 'US', '2');
  const ending = fc.constantFrom('', '', '-PROD', '-DEV');
  const name = fc
    .tuple(fc.array(word, { minLength: 1, maxLength: 2 }), ending)
    .map(([words, suffix]) => words.join(' ') + suffix);
  const names = fc.array(name, { maxLength: 4 });
  const decisions = fc.array(
    fc.record({
      kind: fc.constantFrom('override', 'approve', 'reject'),
      appId: fc.integer({ min: 1, max: 4 }),
      serviceId: fc.integer({ min: 101, max: 105 }),
    }),
    { maxLength: 3 },
  );

  test('order does not matter, twice is once, and promises are kept', () => {
    fc.assert(
      fc.property(names, names, decisions, (applications, services, decided) => {
        const matching = match(applications, services, decided);
        const reversed = matchApplications({
          applications: applications.map((one, index) => ({ appId: index + 1, name: one })).toReversed(),
          services: services.map((one, index) => ({ serviceId: index + 101, name: one })).toReversed(),
          decisions: decided.toReversed(),
          settings: defaultMatchSettings,
        });
        const approvals = matching.results.flatMap(({ appId, serviceId, status }): MatchDecision[] =>
          status === 'auto_matched' ? [{ kind: 'approve', appId, serviceId }] : [],
        );
        const approved = match(applications, services, [...decided, ...approvals]);

        expect(JSON.stringify(reversed)).toBe(JSON.stringify(matching));
        expect(approvals.every(({ appId, serviceId }) => of(approved, appId).serviceId === serviceId)).toBe(
          true,
        );
        expect([matching, approved].flatMap((one) => brokenPromises(one, applications, services))).toEqual(
          [],
        );
      }),
      { seed: 20251029, numRuns: 1_000 },
    );
  });
});

/** What must hold of every matching, as the sentences that do not. */
function brokenPromises(
  { results, unmatchedServiceIds }: Matching,
  applications: string[],
  services: string[],
): string[] {
  const linked = results.filter(({ serviceId }) => serviceId !== null);
  const byRule = linked.filter(({ status }) => status === 'auto_matched');
  const linkedIds = new Set(linked.map(({ serviceId }) => serviceId));
  const ofService = (list: readonly MatchResult[], id: number | null) =>
    list.filter((one) => one.serviceId === id);
  const promises: [string, boolean][] = [
    ['one result per application', results.length === applications.length],
    ['every service is linked or listed', linkedIds.size + unmatchedServiceIds.length === services.length],
    ['review and unmatched link nothing', linked.every(({ status }) => /auto|over|appr/.test(status))],
    ['automatic links score 80 or more', byRule.every(({ score }) => score >= 80)],
    [
      'no rule gives one service to two base names',
      [...linkedIds].every((id) => new Set(ofService(byRule, id).map(({ baseName }) => baseName)).size <= 1),
    ],
    [
      'a linked service has one production variant',
      [...linkedIds].every(
        (id) => ofService(linked, id).filter(({ isProduction }) => isProduction).length === 1,
      ),
    ],
    ['a reason is a sentence', results.every(({ reason }) => /^["A-Z0-9].*\.$/.test(reason))],
    ['at most three candidates', results.every(({ candidates }) => candidates.length <= 3)],
  ];
  return promises.flatMap(([promise, isKept]) => (isKept ? [] : [promise]));
}
