import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareExact, exactText, meanExact, readExact } from '../../../../connectors/appdynamics/decimal.ts';
import { packageKey, readPackageMap } from '../../../../connectors/appdynamics/package-map.ts';
import { addressOf } from '../../../../connectors/http/base-url.ts';
import { decideRetry } from '../../../../connectors/http/decide-retry.ts';
import { parseExactJson } from '../../../../connectors/http/exact-json.ts';
import { hashSecrets } from '../../../../connectors/http/hash-secrets.ts';
import { redactor } from '../../../../connectors/http/redact.ts';
import { RequestPace } from '../../../../connectors/http/request-pace.ts';
import { retryAfterMs } from '../../../../connectors/http/retry-after.ts';
import { cmdbConnector, usageConnector } from '../../../../connectors/registry.ts';
import { nextInLink, nextOffset } from '../../../../connectors/servicenow/paging.ts';
import { ConfigError } from '../../../../pipeline/errors.ts';

const runs = { seed: 42, numRuns: 200 };

describe('patience', () => {
  const patience = { retries: 3, baseMs: 1000 };
  const failed = { attempt: 1, passing: true, retryAfterMs: null };

  test('backs off by powers of two, never shorter, and gives up in the end', () => {
    expect([1, 2, 3, 4].map((attempt) => decideRetry({ ...failed, attempt }, patience, 0))).toEqual([
      2000,
      4000,
      8000,
      null,
    ]);
    expect(decideRetry(failed, patience, 0.999)).toBeGreaterThan(2400);
    expect(decideRetry({ ...failed, passing: false }, patience, 0)).toBeNull();
  });

  test('never comes back before the vendor’s time', () => {
    const answers = fc.property(
      fc.integer({ min: 0, max: 60_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (ms, random) => {
        expect(decideRetry({ ...failed, retryAfterMs: ms }, patience, random)).toBeGreaterThanOrEqual(ms);
      },
    );
    fc.assert(answers, runs);
  });

  test('reads Retry-After as seconds or date, ignores nonsense, and takes an hour at most', () => {
    const now = Date.parse('2025-11-05T08:00:00Z');
    const read = (headers: Record<string, string>) => retryAfterMs((name) => headers[name] ?? null, now);
    expect(read({ 'retry-after': '12' })).toBe(12_000);
    expect(read({ 'retry-after': 'Wed, 05 Nov 2025 08:00:30 GMT' })).toBe(30_000);
    expect(read({ 'retry-after': 'Wed, 05 Nov 2025 07:00:00 GMT' })).toBe(0);
    expect(read({ 'retry-after': '-5' })).toBeNull();
    expect(read({ 'retry-after': '999999' })).toBe(3_600_000);
    expect(read({ 'x-ratelimit-reset': String(now / 1000 + 5) })).toBe(5000);
    expect(read({})).toBeNull();
  });
});

describe('pace', () => {
  test('no 60 seconds ever hold more requests than allowed, whatever the rhythm', () => {
    const rhythm = fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 60 }), (pauses) => {
      const pace = new RequestPace(5);
      let now = 1000;
      const sent = pauses.map((pause) => {
        now += pause;
        return now + pace.take(now);
      });
      sent.sort((a, b) => a - b);
      for (const [index, at] of sent.entries()) {
        const sixth = sent[index + 5];
        if (sixth !== undefined) expect(sixth - at).toBeGreaterThanOrEqual(60_000);
      }
    });
    fc.assert(rhythm, runs);
  });

  test('a short job is not slowed down, and 0 lifts the limit', () => {
    const pace = new RequestPace(100);
    expect(Array.from({ length: 101 }, () => pace.take(0)).filter((wait) => wait > 0)).toHaveLength(1);
    const free = new RequestPace(0);
    expect(Array.from({ length: 500 }, () => free.take(0)).every((wait) => wait === 0)).toBe(true);
  });
});

describe('numbers', () => {
  test('that a float cannot hold come as text, others as ever', () => {
    expect(
      parseExactJson('{"a":9007199254740993,"b":[0.1,-2.50],"c":"9007199254740993 1e5","d":1e2}'),
    ).toEqual({
      a: '9007199254740993',
      b: [0.1, -2.5],
      c: '9007199254740993 1e5',
      d: '1e2',
    });
    expect(() => parseExactJson('{"a":9007199254740993,')).toThrow(SyntaxError);
    expect(() => parseExactJson('[01234567890123456789]')).toThrow(SyntaxError);
  });

  test('parse like JSON wherever no precision is at stake', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const asText = (_: string, value: unknown): unknown => (typeof value === 'number' ? null : value);
        const floats = (value: unknown): unknown => JSON.parse(JSON.stringify(value, asText));
        if (!/\d{10}|[eE]/.test(text)) expect(floats(parseExactJson(text))).toEqual(floats(JSON.parse(text)));
      }),
      runs,
    );
  });

  test('are read, compared, averaged and written exactly', () => {
    const text = (value: unknown): string | null => {
      const exact = readExact(value);
      return exact && exactText(exact);
    };
    expect([text('007.50'), text(-0), text('1.5e3'), text('25e-3'), text(1e21)]).toEqual([
      '7.5',
      '0',
      '1500',
      '0.025',
      '1000000000000000000000',
    ]);
    expect([text(''), text('1,5'), text(NaN), text(null), text('1e999999999'), text(true)]).toEqual(
      Array(6).fill(null),
    );
    const exact = (value: string) => readExact(value) ?? { digits: 0n, scale: 0 };
    expect(exactText(meanExact([exact('1'), exact('1'), exact('2')]))).toBe('1.33333333');
    expect(exactText(meanExact([exact('0.00000001'), exact('0')]))).toBe('0.00000001');
    expect(compareExact(exact('0.10'), exact('0.1'))).toBe(0);
  });
});

describe('secrets', () => {
  test('are hashed at any depth, whatever way the field is written; null stays null', () => {
    const body = {
      agents: [{ licenseKey: 'k', version: null }],
      'license-key': 5,
      LICENSE_KEY: { inner: ['x'] },
      licenseKey: null,
    };
    expect(hashSecrets(body, ['licenseKey'], (value) => `#${value}`)).toEqual({
      agents: [{ licenseKey: '#k', version: null }],
      'license-key': '#5',
      LICENSE_KEY: { inner: ['#x'] },
      licenseKey: null,
    });
  });

  test('disappear from texts, plain and URL-encoded', () => {
    expect(redactor(['p&ss word'])('a p&ss word b p%26ss%20word c p%26ss+word')).toBe(
      'a [redacted] b [redacted] c [redacted]',
    );
  });
});

describe('addresses', () => {
  test.each([
    ['acme', 'https://acme.saas.appdynamics.com', 'acme'],
    ['https://ctl.example.com/', 'https://ctl.example.com', 'ctl.example.com'],
    ['acme.saas.appdynamics.com', 'https://acme.saas.appdynamics.com', 'acme.saas.appdynamics.com'],
    ['http://127.0.0.1:8090', 'http://127.0.0.1:8090', '127.0.0.1'],
  ])('%s', (setting, baseUrl, instance) => {
    expect(addressOf(setting, '.saas.appdynamics.com')).toEqual({ baseUrl, instance });
  });

  test.each(['', 'a b', 'ftp://x.com', 'https://user:pw@x.com', 'https://x.com/?a=1'])(
    '"%s" is none',
    (setting) => {
      expect(addressOf(setting, '.x')).toBeNull();
    },
  );
});

describe('pages', () => {
  const seen = { offset: 0, limit: 10, rowCount: 10, total: null, link: null, sawNext: false };

  test('a next link nearer than a whole page wins, one that does not lead on is not followed', () => {
    const link =
      '<https://x?f=a,b&sysparm_offset=0>;rel="first",<https://x?f=a,b&sysparm_offset=5>;rel="next"';
    expect(nextInLink(link)).toBe(5);
    expect(nextOffset({ ...seen, total: 30, link })).toBe(5);
    expect(nextOffset({ ...seen, offset: 5, total: 30, link })).toBe(15);
    expect(nextOffset({ ...seen, offset: 20, total: 30 })).toBeNull();
    expect(nextInLink('https://x?sysparm_offset=7>;rel="next"')).toBe(7);
  });
});

describe('the package map', () => {
  const header = 'version,package,capability,tier,action';

  test('compares names without case and separators', () => {
    expect(packageKey('Apm-Peak')).toBe(packageKey('APM_PEAK'));
    const map = readPackageMap(
      `\uFEFF${header}\r\n\r\n# note\r\n2,"APM, new",APM,From Edition,map\r\n2,x,,,ignore\r\n`,
      'm.csv',
    );
    expect(map.version).toBe('2');
    expect(map.meaningOf('apm, NEW')).toEqual({ action: 'map', capability: 'APM', tier: null });
    expect(map.meaningOf('X')).toEqual({ action: 'ignore' });
    expect(map.meaningOf('y')).toBeNull();
  });

  test('is refused whole, with every line that is wrong', () => {
    const lines = [
      header,
      '1,a,APM,PRO,map',
      '1,A,APM,PEAK,map',
      '1,b,APM,,map',
      '2,c,X,Y,drop',
      '1,d',
      ',e,X,Y,map',
      '3,f,X,Y,map',
    ];
    expect(() => readPackageMap(lines.join('\n'), 'm.csv')).toThrow(ConfigError);
    expect(() => readPackageMap(lines.join('\n'), 'm.csv')).toThrow(
      /line 3[\s\S]*line 4[\s\S]*line 5[\s\S]*line 6[\s\S]*line 7[\s\S]*mixes the versions 1 and 3/,
    );
    expect(() => readPackageMap('', 'm.csv')).toThrow(/maps no package/);
  });
});

describe('the registry', () => {
  test('finds a tool by id and names the known ones otherwise', () => {
    expect([usageConnector('appdynamics').id, cmdbConnector('servicenow').id]).toEqual([
      'appdynamics',
      'servicenow',
    ]);
    expect(() => usageConnector('newrelic')).toThrow(/"newrelic" is no monitoring tool; known: appdynamics/);
  });
});
