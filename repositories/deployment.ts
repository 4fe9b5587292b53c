import { ConfigError } from '../pipeline/errors.ts';
import type { Database } from './database.ts';

export type Profile = 'development' | 'production';

/**
 * Makes the database one of production when it is migrated as such; from then on only proven actors decide (R32).
 *
 * @throws ConfigError when a database of production would go back: nobody does that by a setting.
 */
export async function deployAs(database: Database, profile: Profile): Promise<void> {
  const { profile: serves } = await database.one<{ profile: Profile }>(
    'reading the profile',
    'select profile from deployment',
  );
  if (serves === 'production' && profile === 'development')
    throw new ConfigError(
      ['APP_PROFILE is development, but this database serves production'],
      "Set APP_PROFILE=production. To take it back, the owner of the database says: update deployment set profile = 'development'.",
    );
  if (serves !== profile)
    await database.run('deploying for production', 'update deployment set profile = $1', [profile]);
}
