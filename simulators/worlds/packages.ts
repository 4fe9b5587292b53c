import type { LicensePackage } from './shape.ts';

const apm = {
  agentBasedName: 'apm-agent',
  family: 'APM',
  entityTypes: ['Java Agent', '.NET Agent'],
} as const;
const mobile = {
  agentBasedName: 'eum-mobile',
  family: 'EUM',
  entityTypes: ['Mobile Agent', 'Browser Agent'],
} as const;

/** One package per capability and edition, so that a package name alone says both. */
export const editionPackages: readonly LicensePackage[] = [
  { name: 'APM_PEAK', edition: 'PEAK', ...apm },
  { name: 'APM_PRO', edition: 'PRO', ...apm },
  { name: 'MRUM_PEAK', edition: 'PEAK', ...mobile },
  { name: 'MRUM_PRO', edition: 'PRO', ...mobile },
];

/** A package that no mapping knows: its units must be kept and shouted about, not lost (C62). */
export const unmappedPackage: LicensePackage = {
  name: 'otel-collector',
  agentBasedName: 'otel-collector',
  family: 'EUM',
  edition: 'PEAK',
  entityTypes: ['IoT Device', 'IoT Gateway'],
};
