import { tsImport } from 'tsx/esm/api';

/** Starts what integration tests share, once for a whole call of Jest; test processes inherit the addresses by environment. */
export default async function globalSetup() {
  const { startServices } = await tsImport('./services.ts', import.meta.url);
  globalThis.stopTestServices = await startServices();
}
