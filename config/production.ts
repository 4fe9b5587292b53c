import type { Environment, SettingsGroup } from './settings-group.ts';

/** Passwords that everybody knows, in small letters: those of the development compose file, Grafana's published key, and others. */
export const defaultPasswords: ReadonlySet<string> = new Set(
  'appd_pass appd_pass_grafana appd_pass_monitor sw2ycwtib9zpoohopsmm password passw0rd postgres admin root secret changeme change_me change-me default test demo pass 123456 temporal etl'.split(
    ' ',
  ),
);

/** Settings without which production would run on something that everybody knows. */
const required = ['DB_PASSWORD', 'HASH_KEY'];

/** What development may do and production may not (C28): run on default passwords or on keys that stand in the source. */
export function productionProblems(environment: Environment, groups: readonly SettingsGroup[]): string[] {
  if (environment['APP_PROFILE'] !== 'production') return [];
  const secrets = groups.flatMap((group) => group.secrets);
  const isMissing = (name: string): boolean =>
    !environment[name] && !(name === 'DB_PASSWORD' && passwordInUrl(environment['DATABASE_URL']));
  const isDefault = (name: string): boolean => {
    const value = name === 'DATABASE_URL' ? passwordInUrl(environment[name]) : environment[name];
    return value !== undefined && defaultPasswords.has(value.toLowerCase());
  };
  return [
    ...required.filter(isMissing).map((name) => `${name} is missing: production has no default for it.`),
    ...secrets.filter(isDefault).map((name) => `${name} is a default password; production refuses it (C28).`),
  ];
}

function passwordInUrl(url: string | undefined): string | undefined {
  return url && URL.canParse(url) ? decodeURIComponent(new URL(url).password) || undefined : undefined;
}
