/** Words that name an environment, each with the one word that we write for it. Two-part words (`pre-prod`) stand joined. */
export const defaultEnvironments: Readonly<Record<string, string>> = {
  prod: 'PROD',
  prd: 'PROD',
  production: 'PROD',
  preprod: 'PREPROD',
  preprd: 'PREPROD',
  preproduction: 'PREPROD',
  ppd: 'PREPROD',
  nonprod: 'NONPROD',
  nonprd: 'NONPROD',
  nonproduction: 'NONPROD',
  dev: 'DEV',
  devl: 'DEV',
  development: 'DEV',
  test: 'TEST',
  tst: 'TEST',
  uat: 'UAT',
  qa: 'QA',
  qas: 'QA',
  stg: 'STAGE',
  stage: 'STAGE',
  staging: 'STAGE',
  sit: 'SIT',
  perf: 'PERF',
  dr: 'DR',
  sandbox: 'SANDBOX',
  sbx: 'SANDBOX',
};

/**
 * Words that name a region, each with one spelling. Codes that are everyday words (`it`, `in`, `no`, `is`, `at`) are left
 * out: they would block links of names that merely contain them.
 */
export const defaultRegions: Readonly<Record<string, string>> = {
  ...sameAs(['emea', 'apac', 'latam', 'anz', 'mea', 'mena', 'asia', 'africa', 'nordics', 'dach', 'benelux']),
  ...sameAs(['east', 'west', 'north', 'south', 'central']),
  ...{ eu: 'EU', europe: 'EU', us: 'US', usa: 'US', uk: 'UK', gb: 'UK', apj: 'APAC' },
  ...{ na: 'NA', noram: 'NA', nam: 'NA', namer: 'NA', amer: 'AMER', americas: 'AMER' },
  ...{
    de: 'DE',
    germany: 'DE',
    fr: 'FR',
    france: 'FR',
    es: 'ES',
    spain: 'ES',
    italy: 'IT',
    nl: 'NL',
    pl: 'PL',
  },
  ...{
    poland: 'PL',
    ru: 'RU',
    russia: 'RU',
    tr: 'TR',
    turkey: 'TR',
    ca: 'CA',
    canada: 'CA',
    mx: 'MX',
    mexico: 'MX',
  },
  ...{
    br: 'BR',
    brazil: 'BR',
    cn: 'CN',
    china: 'CN',
    jp: 'JP',
    japan: 'JP',
    india: 'IN',
    sg: 'SG',
    singapore: 'SG',
  },
  ...{ au: 'AU', australia: 'AU', nz: 'NZ', za: 'ZA', sa: 'SA', eg: 'EG', egypt: 'EG' },
};

function sameAs(words: readonly string[]): Record<string, string> {
  return Object.fromEntries(words.map((word) => [word, word.toUpperCase()]));
}
