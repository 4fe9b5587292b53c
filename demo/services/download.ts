import { EnvHttpProxyAgent, request } from 'undici';

/** A machine without a way out should notice it at once. */
const connectTimeoutMs = 3000;

/** The content behind an address, redirects followed, through the proxy that the environment names. */
export async function download(url: string, redirectsLeft = 5): Promise<Buffer> {
  const noProxy = [process.env['no_proxy'] ?? process.env['NO_PROXY'], '127.0.0.1,localhost']
    .filter(Boolean)
    .join(',');
  const dispatcher = new EnvHttpProxyAgent({ connect: { timeout: connectTimeoutMs }, noProxy });
  try {
    const answer = await request(url, { dispatcher, headersTimeout: 30_000, bodyTimeout: 60_000 });
    const { location } = answer.headers;
    if (
      answer.statusCode >= 300 &&
      answer.statusCode < 400 &&
      typeof location === 'string' &&
      redirectsLeft > 0
    ) {
      await answer.body.dump();
      return await download(new URL(location, url).href, redirectsLeft - 1);
    }
    if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
    return Buffer.from(await answer.body.arrayBuffer());
  } finally {
    await dispatcher.destroy();
  }
}

/** Why a download failed, in one line. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? `${String(error.code)} (${error.message})` : error.message;
}
