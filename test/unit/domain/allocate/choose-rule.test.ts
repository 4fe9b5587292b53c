import { describe, expect, test } from '@jest/globals';
import { chooseRule } from '../../../../domain/allocate/choose-rule.ts';
import { defaultSharedServices, isSharedService, matchesHCode } from '../../../../domain/allocate/h-code.ts';

describe('H-code patterns', () => {
  test.each([
    'PLATFORM',
    'PLATFORM-001',
    'X-PLATFORM',
    'x_platform_2',
    'IT/Platform/7',
    'A.PLATFORM',
    'MY PLATFORM',
  ])('PLATFORM stands in %s', (hCode) => {
    expect(matchesHCode(hCode, 'PLATFORM')).toBe(true);
  });

  test.each(['PLATFORMS', 'XPLATFORM', 'PLATFORM1', '', null])('PLATFORM does not stand in %s', (hCode) => {
    expect(matchesHCode(hCode, 'PLATFORM')).toBe(false);
  });

  test('a pattern of several segments wants them side by side', () => {
    expect(matchesHCode('X-PLATFORM-DATA', 'PLATFORM-DATA')).toBe(true);
    expect(matchesHCode('PLATFORM-X-DATA', 'PLATFORM-DATA')).toBe(false);
  });
});

describe('shared services', () => {
  test('are found by H-code or by sector', () => {
    const found = [
      { hCode: 'GLOBAL-7', sectorName: 'Beverages' },
      { hCode: 'H-100', sectorName: 'Corporate/Shared Services' },
      { hCode: null, sectorName: ' global it ' },
    ].map((service) => isSharedService(service, defaultSharedServices));
    expect(found).toEqual([true, true, true]);
  });

  test('an application with an ordinary H-code and sector is none, nor is one without both', () => {
    expect(isSharedService({ hCode: 'GLOBALS-7', sectorName: 'Foods' }, defaultSharedServices)).toBe(false);
    expect(isSharedService({ hCode: null, sectorName: null }, defaultSharedServices)).toBe(false);
  });
});

describe('the rule of a sender', () => {
  const rules = [
    { ruleId: 1, hCodePattern: 'SHARED', senderSectorId: null, priority: 20 },
    { ruleId: 2, hCodePattern: 'PLATFORM', senderSectorId: null, priority: 10 },
    { ruleId: 3, hCodePattern: null, senderSectorId: null, priority: 1 },
    { ruleId: 4, hCodePattern: '*', senderSectorId: null, priority: 1 },
    { ruleId: 5, hCodePattern: null, senderSectorId: 70, priority: 900 },
  ];

  test('with two fitting patterns is the one with the lowest priority number', () => {
    expect(chooseRule({ hCode: 'SHARED-PLATFORM', sectorId: null }, rules)?.ruleId).toBe(2);
  });

  test('is the pattern even when a default has a lower number', () => {
    expect(chooseRule({ hCode: 'SHARED-1', sectorId: null }, rules)?.ruleId).toBe(1);
  });

  test('is the default when it was found by its sector, whatever the order of the rules', () => {
    const sender = { hCode: 'H-9', sectorId: 71 };
    expect(chooseRule(sender, rules)?.ruleId).toBe(3);
    expect(chooseRule(sender, rules.toReversed())?.ruleId).toBe(3);
  });

  test('is the one of its sector before a default with a lower number, and after a pattern', () => {
    expect(chooseRule({ hCode: 'H-9', sectorId: 70 }, rules)?.ruleId).toBe(5);
    expect(chooseRule({ hCode: 'SHARED-1', sectorId: 70 }, rules)?.ruleId).toBe(1);
  });

  test('is missing when nothing fits and there is no default', () => {
    expect(chooseRule({ hCode: 'H-9', sectorId: 71 }, rules.slice(0, 2))).toBeNull();
  });
});
