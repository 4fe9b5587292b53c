import type { ServiceLine } from './cmdb.ts';

/** Twelve sectors that are billed, then the two whose services everybody shares (000-204). */
export const enterpriseSectors = {
  bna: 'Beverages North America',
  sna: 'Snacks North America',
  fna: 'Foods North America',
  eur: 'Europe',
  lat: 'Latin America',
  apa: 'Asia Pacific',
  ame: 'Africa Middle East',
  sup: 'Supply Chain',
  fin: 'Finance',
  hum: 'Human Resources',
  sal: 'Sales and Marketing',
  rnd: 'Research and Development',
  shared: 'Corporate/Shared Services',
  git: 'Global IT',
} as const;

type SectorKey = keyof typeof enterpriseSectors;

/** The application that changes hands: the CMDB says the new sector from this day on, and never says that it was otherwise. */
export const move = {
  application: 'salesForceAutomation',
  service: 'Sales Force Automation',
  on: '2025-09-16',
  from: enterpriseSectors.sal,
  to: enterpriseSectors.sna,
} as const;

/** Its last day of use is `on`; the CMDB notices in October. */
export const retirement = {
  application: 'Coupon Clearing-PROD',
  service: 'Coupon Clearing',
  on: '2025-08-20',
  noticedOn: '2025-10-01',
} as const;

/** Its first day of use is `on`. */
export const launch = {
  application: 'Retail Media Network',
  service: 'Retail Media Network',
  on: '2025-07-10',
} as const;

/** The newest application: nobody has seen it before the last month of the world. */
export const newcomer = {
  application: 'shelf-image-recognition',
  service: 'Shelf Image Recognition',
  on: '2025-10-06',
} as const;

const bySector: Readonly<Record<SectorKey, readonly string[]>> = {
  bna: [
    'SAP ECC US',
    'Bottling Line Control',
    'Fountain Telemetry',
    'Cooler Placement',
    'Syrup Dosing',
    'Route Settlement',
  ],
  sna: [
    'Route Optimizer US',
    'Fleet Telematics',
    'Chip Quality Vision',
    'Seasoning Dosing',
    'Direct Store Delivery',
    'Potato Sourcing',
  ],
  fna: [
    'Plant Historian 1',
    'Plant Historian 2',
    'Plant Historian 3',
    'Manufacturing Execution System',
    'Recall Tracking',
    'Oat Milling',
  ],
  eur: [
    'SAP ECC EU',
    'Warehouse Planning EU',
    'Warehouse Planning US',
    'Demand Forecast EU',
    'Demand Forecast US',
    'Route Optimizer EU',
    'Deposit Return',
  ],
  lat: [
    'Customer Loyalty Platform',
    'Tienda Movil',
    'Distributor Portal LATAM',
    'Coupon Clearing',
    'Cash Van Sales',
    'Loyalty Card Issuing',
  ],
  apa: [
    'Distributor Portal APAC',
    'Halal Certification',
    'Mini Program Store',
    'Tea Sourcing',
    'Kiosk Ordering',
  ],
  ame: [
    'Export Compliance',
    'Customs Declarations',
    'Distributor Portal MEA',
    'Water Stewardship',
    'Van Loading',
  ],
  sup: [
    'Inventory Tracking Service',
    'Vendor Management',
    'Transportation Management',
    'Warehouse Management System',
    'Master Data Management Hub',
    'Yard Scheduling',
    'Pallet Pooling',
    'Cold Chain Sensors',
  ],
  fin: [
    'Payments API',
    'Payments Gateway',
    'Pricing Engine v1',
    'Pricing Engine v2',
    'Financial Reporting Service',
    'Account Reconciliation',
    'Treasury Workbench',
    'Contract Repository',
    'Tax Determination',
  ],
  hum: [
    'HR Portal',
    'Employee Self Service',
    'Learning Academy',
    'Talent Acquisition',
    'Payroll Interface',
    'Safety Incident Log',
  ],
  sal: [
    'Order Management',
    'Order Management Archive',
    'Trade Promotion',
    'Customer Portal',
    'Sales Force Automation',
    'E-Commerce Storefront',
    'Retail Media Network',
    'Consumer Insights Dashboard',
    'Field Service Mobile',
    'Campaign Studio',
    'Shelf Image Recognition',
  ],
  rnd: [
    'Data Lake Ingestion',
    'Product Lifecycle Management',
    'Laboratory Information Management',
    'Recipe Management',
    'Sensory Panel Studio',
    'Ingredient Library',
  ],
  shared: ['Identity Platform', 'Document Archive', 'Translation Desk'],
  git: ['API Gateway', 'Observability Stack', 'Backup Vault', 'Certificate Authority'],
};

/** Services billed to nobody directly, by H-code (000-203); some of them stand in the sector of whoever runs them. */
const sharedServices: readonly ServiceLine[] = [
  { name: 'Message Bus', sector: enterpriseSectors.sup, hCode: 'SHARED-NET-02' },
  { name: 'Network Monitoring', sector: enterpriseSectors.fin, hCode: 'GLOBAL-7' },
];

const hCodes: Readonly<Record<string, string>> = {
  'Identity Platform': 'PLATFORM-001',
  'API Gateway': 'PLATFORM-002',
  'Backup Vault': 'GLOBAL-12',
  // Nobody entered these: the cost center must step in (C60).
  'Fleet Telematics': '',
  'Learning Academy': '',
};

/** What differs from a service that is simply there. */
const exceptions: Readonly<Record<string, Partial<ServiceLine>>> = {
  [move.service]: { changes: [{ on: move.on, set: { sector: move.to } }] },
  [retirement.service]: { changes: [{ on: retirement.noticedOn, set: { operationalStatus: '6' } }] },
  [launch.service]: { createdOn: '2025-07-01' },
  'Pricing Engine v1': { operationalStatus: '6' },
  // A new service is "Non-Operational" until somebody changes it by hand.
  'Kiosk Ordering': { operationalStatus: '2', createdOn: '2025-08-04' },
  'Tax Determination': { sector: '' },
};

/** The 90 services of the enterprise's CMDB. */
export const enterpriseServices: readonly ServiceLine[] = [
  ...Object.entries(bySector).flatMap(([key, names]) =>
    names.map((name) => ({ name, sector: enterpriseSectors[key as SectorKey] })),
  ),
]
  .map((line, index): ServiceLine => ({
    ...line,
    hCode: hCodes[line.name] ?? `H-${2001 + index}`,
    ...exceptions[line.name],
  }))
  .concat(sharedServices);
