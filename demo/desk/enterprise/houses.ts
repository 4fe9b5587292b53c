import { enterpriseSectors } from '../../../simulators/worlds/enterprise-services.ts';

/** What finance decided of a sector: how it is charged, where it is booked, and what it may spend in a month of 2025. */
interface House {
  readonly sector: string;
  readonly mode: 'showback' | 'soft' | 'hard';
  readonly costCenter: string;
  /** US dollars. */
  readonly budget: number;
}

const { bna, sna, fna, eur, lat, apa, ame, sup, fin, hum, sal, rnd } = enterpriseSectors;

export const houses: readonly House[] = [
  { sector: bna, mode: 'hard', costCenter: 'CC-1100', budget: 62_000 },
  { sector: sna, mode: 'hard', costCenter: 'CC-1200', budget: 98_000 },
  { sector: fna, mode: 'hard', costCenter: 'CC-1300', budget: 52_000 },
  { sector: eur, mode: 'hard', costCenter: 'CC-2100', budget: 84_000 },
  { sector: lat, mode: 'soft', costCenter: 'CC-2200', budget: 90_000 },
  { sector: apa, mode: 'soft', costCenter: 'CC-2300', budget: 55_000 },
  { sector: ame, mode: 'soft', costCenter: 'CC-2400', budget: 38_000 },
  { sector: sup, mode: 'hard', costCenter: 'CC-3100', budget: 78_000 },
  { sector: fin, mode: 'soft', costCenter: 'CC-3200', budget: 150_000 },
  { sector: hum, mode: 'showback', costCenter: 'CC-3300', budget: 112_000 },
  { sector: sal, mode: 'hard', costCenter: 'CC-3400', budget: 128_000 },
  { sector: rnd, mode: 'showback', costCenter: 'CC-3500', budget: 104_000 },
];
