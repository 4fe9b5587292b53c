import { GetParametersByPathCommand, SSMClient, type SSMClientConfig } from '@aws-sdk/client-ssm';
import { AuthError, ConfigError, UpstreamError } from '../pipeline/errors.ts';
import type { Environment } from './settings-group.ts';

/** Every parameter directly under the path, by the last part of its name (000-069 to 000-078). */
export async function readParameters(
  path: string,
  environment: Environment,
): Promise<Record<string, string>> {
  const folder = path.replace(/\/+$/, '') || '/';
  const client = new SSMClient(clientSettings(environment));
  const found: Record<string, string> = {};
  try {
    let nextToken: string | undefined;
    do {
      const page = await client.send(
        new GetParametersByPathCommand({
          Path: folder,
          WithDecryption: true,
          MaxResults: 10,
          NextToken: nextToken,
        }),
      );
      for (const { Name: name, Value: value } of page.Parameters ?? [])
        if (name !== undefined && value !== undefined) found[name.slice(name.lastIndexOf('/') + 1)] = value;
      nextToken = page.NextToken;
    } while (nextToken);
    return found;
  } catch (error) {
    throw toPipelineError(error, folder, environment);
  } finally {
    client.destroy();
  }
}

/** Names in our own environment count, too: the SDK by itself would look into the process only, not into `.env`. */
function clientSettings(environment: Environment): SSMClientConfig {
  const {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: otherRegion,
    AWS_ENDPOINT_URL_SSM: endpoint,
    AWS_ENDPOINT_URL: anyEndpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
  } = environment;
  return {
    region: region || otherRegion || 'us-east-1',
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
    ...((endpoint || anyEndpoint) && { endpoint: endpoint || anyEndpoint }),
    ...(accessKeyId &&
      secretAccessKey && {
        credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
      }),
  } as SSMClientConfig;
}

/** What the SDK throws, as far as it decides whose turn it is. */
interface AwsFault {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const refusals =
  /AccessDenied|UnrecognizedClient|InvalidSignature|SignatureDoesNotMatch|ExpiredToken|InvalidClientTokenId|IncompleteSignature|CredentialsProvider|Kms|InvalidKeyId/i;

function toPipelineError(error: unknown, folder: string, environment: Environment): Error {
  const { name = 'Error', message = '', $metadata } = error as AwsFault;
  const status = $metadata?.httpStatusCode;
  const place =
    environment['AWS_ENDPOINT_URL_SSM'] || `AWS region ${environment['AWS_REGION'] || 'us-east-1'}`;
  const what = `Parameter Store at ${place} did not give the parameters under ${folder}: ${name}${status ? ` (HTTP ${status})` : ''}: ${message.slice(0, 300)}`;
  const options = { cause: error };
  if (refusals.test(name) || status === 401 || status === 403)
    return new AuthError(
      what,
      'Give the role ssm:GetParametersByPath and kms:Decrypt on this path, or set SECRETS_SOURCE=env to do without it.',
      options,
    );
  if (status === undefined || status >= 500 || status === 429 || /Throttl|Timeout/i.test(name))
    return new UpstreamError(what, 'Try again; or set SECRETS_SOURCE=env to do without it.', options);
  return new ConfigError([what], 'Correct SSM_PATH or AWS_ENDPOINT_URL_SSM, or set SECRETS_SOURCE=env.');
}
