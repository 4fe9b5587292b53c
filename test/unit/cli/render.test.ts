import { describe, expect, test } from '@jest/globals';
import { renderSummary } from '../../../cli/render-summary.ts';
import { createStageLines } from '../../../cli/stage-lines.ts';
import { duration, grouped, money, renderTable } from '../../../cli/table.ts';
import type { Terminal } from '../../../cli/terminal.ts';
import type { StageProgress } from '../../../pipeline/run.ts';
import { stageIds, stages } from '../../../pipeline/stages.ts';
import type { RunSummary } from '../../../repositories/run-summary.ts';

const plain = (_style: unknown, text: string): string => text;

describe('numbers for people', () => {
  test('amounts and counts are grouped by thousands and keep every cent', () => {
    expect([money('-1234567.05'), money('0.00'), grouped(1092), grouped(7)]).toEqual([
      '-1,234,567.05',
      '0.00',
      '1,092',
      '7',
    ]);
  });

  test('durations are said in seconds, then in minutes', () => {
    expect([duration(840), duration(125_000)]).toEqual(['0.8 s', '2 min 05 s']);
  });

  test('cells of a table stand below their title', () => {
    const columns = [{ title: 'name' }, { title: 'rows', align: 'right' as const }];
    expect(
      renderTable(columns, [
        ['usage', '12'],
        ['x', '3'],
      ]),
    ).toBe('name   rows\n-----  ----\nusage    12\nx         3');
  });
});

describe('the lines of a run', () => {
  test('away from a terminal each stage gets one line when it ends, with rows and time, and its notes', () => {
    const said: string[] = [];
    const view = createStageLines(terminal(said, false), () => 0);

    view.show({ stages: stageIds.map((id) => progress(id, {})) });
    view.show({
      stages: [
        done,
        progress('appdynamics', { status: 'failed', startedAt: 0, endedAt: 900, error: 'AuthError: no' }),
      ],
    });
    view.show({ stages: [done] });

    expect(said.join('')).toBe(
      '  ✔ CMDB inventory              1,234 rows         2.5 s\n' +
        '      3 services hidden\n' +
        '  ✖ Usage and cost                  failed         0.9 s\n' +
        '      AuthError: no\n',
    );
  });

  test('on a terminal they are drawn over', () => {
    const said: string[] = [];
    const view = createStageLines(terminal(said, true), () => 0);
    view.show({ stages: [progress('servicenow', { status: 'running', startedAt: 0 })] });
    view.show({ stages: [done] });
    view.end();

    expect(said[1]?.startsWith('\u001b[1A')).toBe(true);
  });

  const done = progress('servicenow', {
    status: 'succeeded',
    startedAt: 0,
    endedAt: 2_500,
    report: { read: 1_300, written: 1_234, rejected: 0, warnings: ['3 services hidden'], facts: {} },
  });
});

describe('the summary of a run', () => {
  test('shows each unmatched name with its cost, the proof that sectors add up, and the checks that did not pass', () => {
    const text = renderSummary(summary({}), plain);

    expect(text).toContain('1 of 2 matched (50 %; both sources 33.3 %), 1 unmatched');
    expect(text).toContain('WMS  $1,000.50  no service is alike');
    expect(text).toContain('__unassigned__ (no sector known yet)  $1,000.50');
    expect(text).toContain('sum of sectors = total, difference 0.00');
    expect(text).toContain('1 pass, 1 warn');
    expect(text).toContain('warn  applications-are-matched: 50 % (expected at least 100 %)');
  });

  test('says it when sectors do not add up', () => {
    const { cost } = summary({});
    const text = renderSummary(summary({ cost: { ...cost, difference: '0.01' } }), plain);

    expect(text).toContain('sum of sectors is not total, difference 0.01');
  });
});

function terminal(said: string[], isLive: boolean): Terminal {
  return { out: () => undefined, err: (text) => void said.push(text), isLive, width: 80, paint: plain };
}

function progress(id: StageProgress['id'], rest: Partial<StageProgress>): StageProgress {
  const pending = { status: 'pending', startedAt: null, endedAt: null, report: null, error: null } as const;
  return { id, title: stages[id].title, ...pending, ...rest };
}

function summary(rest: Partial<RunSummary>): RunSummary {
  const check = { severity: 'warn', says: '' };
  return {
    run: {
      id: 1,
      date: '2025-10-29',
      from: '2025-10-26',
      to: '2025-10-28',
      status: 'succeeded',
      workflowId: 'license-pipeline/2025-10-29',
      workflowRunId: 'x',
      durationMs: 2_000,
      startedBy: 'ana',
    },
    stages: [],
    tables: { license_usage_fact: 12, license_cost_fact: 12 },
    reconciliation: {
      appd: 2,
      matched: 1,
      autoMatched: 1,
      needsReview: 0,
      unmatched: 1,
      appdMatchRatePct: 50,
      overallMatchRatePct: 33.3,
    },
    unmatched: [{ name: 'WMS', status: 'unmatched', reason: 'no service is alike', costAtStake: '1000.50' }],
    cost: {
      total: '3000.50',
      bySector: { Snacks: '2000.00', __unassigned__: '1000.50' },
      unassigned: '1000.50',
      difference: '0.00',
    },
    forecast: {
      rows: 0,
      series: 0,
      firstMonth: null,
      lastMonth: null,
      total: '0.00',
      lower: '0.00',
      upper: '0.00',
      confidence: null,
    },
    checks: [
      { ...check, id: 'cost-adds-up', outcome: 'pass', observed: '', expected: '' },
      {
        ...check,
        id: 'applications-are-matched',
        outcome: 'warn',
        observed: '50 %',
        expected: 'at least 100 %',
      },
    ],
    fingerprint: { tables: {}, all: 'abc' },
    ...rest,
  };
}
