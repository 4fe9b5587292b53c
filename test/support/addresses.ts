/** Environment names by which test processes learn where the shared services are. */
export const addressNames = { postgres: 'TEST_POSTGRES_URL', temporal: 'TEST_TEMPORAL_ADDRESS' } as const;

/** The migrated database; each test file gets a copy of it, which takes a tenth of the time. */
export const templateName = 'appd_licensing_template';

/** URL of the shared server's maintenance database. */
export function postgresUrl(): string {
  return addressOf(addressNames.postgres);
}

/** `host:port` of the shared Temporal server, namespace `default`. */
export function temporalAddress(): string {
  return addressOf(addressNames.temporal);
}

function addressOf(name: string): string {
  const address = process.env[name];
  if (!address)
    throw new Error(
      `${name} is not set: this test belongs to the Jest project "integration", whose setup starts the services.`,
    );
  return address;
}
