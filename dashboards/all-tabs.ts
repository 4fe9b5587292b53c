import type { Tab } from './tab.ts';
import { executive } from './executive.ts';
import { usage } from './usage.ts';
import { cost } from './cost.ts';
import { peak } from './peak.ts';
import { architecture } from './architecture.ts';
import { forecast } from './forecast.ts';
import { chargeback } from './chargeback.ts';
import { admin } from './admin.ts';

/** The eight, in their order. */
export const allTabs: readonly Tab[] = [
  executive,
  usage,
  cost,
  peak,
  architecture,
  forecast,
  chargeback,
  admin,
];
