import { launch, move, newcomer, retirement } from './enterprise-services.ts';

type Pair = readonly [monitored: string, service: string | null];

/** Several environments of one application are monitored apart. */
const environments: readonly Pair[] = [
  ['Order Management-PROD', 'Order Management'],
  ['Order Management-UAT', 'Order Management'],
  ['Order Management-DEV', 'Order Management'],
  ['Trade Promotion PROD', 'Trade Promotion'],
  ['Trade Promotion_DEV', 'Trade Promotion'],
  ['Payments API-PROD', 'Payments API'],
  ['Payments API-DEV', 'Payments API'],
  ['payments-gateway-prod', 'Payments Gateway'],
  ['CUSTOMER_PORTAL_PROD', 'Customer Portal'],
  ['customer_portal_uat', 'Customer Portal'],
  ['Recipe Management (PROD)', 'Recipe Management'],
  [retirement.application, retirement.service],
];

/** The region or number decides; the sibling is a different application. */
const regions: readonly Pair[] = [
  ['SAP ECC EU', 'SAP ECC EU'],
  ['SAP-ECC-US', 'SAP ECC US'],
  ['Warehouse Planning EU', 'Warehouse Planning EU'],
  ['Route Optimizer US', 'Route Optimizer US'],
  ['demand-forecast-eu', 'Demand Forecast EU'],
  ['Distributor Portal LATAM', 'Distributor Portal LATAM'],
  ['distributor_portal_apac', 'Distributor Portal APAC'],
  ['Pricing Engine v2', 'Pricing Engine v2'],
  ['Plant Historian 2', 'Plant Historian 2'],
];

/** Looks like a service of the CMDB and is none. */
const siblings: readonly Pair[] = [
  ['Demand Forecast APAC', null],
  ['CRM Portal', null],
  ['Plant Historian 4', null],
];

const separators: readonly Pair[] = [
  ['inventory-tracking-service', 'Inventory Tracking Service'],
  ['EMPLOYEE_SELF_SERVICE', 'Employee Self Service'],
  [move.application, move.service],
  ['Data.Lake.Ingestion', 'Data Lake Ingestion'],
  ['direct-store-delivery', 'Direct Store Delivery'],
  ['FIELD SERVICE MOBILE', 'Field Service Mobile'],
];

const abbreviations: readonly Pair[] = [
  ['Vendor Mgmt', 'Vendor Management'],
  ['Cust Loyalty Platform', 'Customer Loyalty Platform'],
  ['Product Lifecycle Mgmt', 'Product Lifecycle Management'],
  ['Fin Reporting Svc', 'Financial Reporting Service'],
  ['Acct Reconciliation', 'Account Reconciliation'],
];

/** Too far from the service's name to be linked without a person: 50 to 79 by the ratio of the design document. */
const reviewable: readonly Pair[] = [
  ['Mfg Execution Sys', 'Manufacturing Execution System'],
  ['TransportMgmt', 'Transportation Management'],
  ['Ecom Store', 'E-Commerce Storefront'],
  ['Lab Info Mgmt', 'Laboratory Information Management'],
];

const acronyms: readonly Pair[] = [
  ['WMS', 'Warehouse Management System'],
  ['MDM Hub', 'Master Data Management Hub'],
];

const strangers: readonly Pair[] = [
  ['jmeter-loadtest', null],
  ['zz_sandbox', null],
  ['QX7 Legacy Batch', null],
];

/** Used by everybody, billed by allocation. */
const sharedNames: readonly Pair[] = [
  ['Identity Platform', 'Identity Platform'],
  ['api-gateway-prod', 'API Gateway'],
  ['Message Bus', 'Message Bus'],
  ['Network Monitoring', 'Network Monitoring'],
  ['Observability Stack', 'Observability Stack'],
  ['Document Archive', 'Document Archive'],
];

const sameName: readonly Pair[] = [
  'Bottling Line Control',
  'Fleet Telematics',
  'Deposit Return',
  'Export Compliance',
  'Treasury Workbench',
  'Tax Determination',
  'HR Portal',
  'Consumer Insights Dashboard',
  'Mini Program Store',
  launch.application,
].map((name) => [name, name] as const);

/** The 61 monitored names, each with the service that it really belongs to, or null. */
export const enterpriseNames: readonly Pair[] = [
  ...environments,
  ...regions,
  ...siblings,
  ...separators,
  ...abbreviations,
  ...reviewable,
  ...acronyms,
  ...strangers,
  ...sharedNames,
  ...sameName,
  // The last one, so that the others keep their ids.
  [newcomer.application, newcomer.service],
];

/** Monitored names that a person has to decide on. */
export const reviewableNames: readonly string[] = reviewable.map(([name]) => name);

/** Monitored names whose nearest service is the wrong one. */
export const siblingNames: readonly string[] = siblings.map(([name]) => name);
