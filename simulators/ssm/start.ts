import type { Answer, VendorRequest } from '../http/answer.ts';
import { serveVendor, type VendorServer } from '../http/serve.ts';
import { operations, ssmError, type SsmContext, type SsmInput } from './operations.ts';
import { createParameterStore, type ParameterStore } from './parameters.ts';

export interface SsmOptions {
  /** Names without the path, and their values. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Begins and ends with a slash. */
  readonly path?: string;
  readonly port?: number;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly hasEmptyPages?: boolean;
}

export interface SsmSimulator extends VendorServer {
  readonly path: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For tests that rotate a secret. */
  readonly store: ParameterStore;
}

const defaults = {
  path: '/pepsico/appd-licensing/',
  region: 'us-east-1',
  accessKeyId: 'AKIASIMULATED0000000',
  secretAccessKey: 'simulated-secret-access-key',
  hasEmptyPages: true,
};

/** A Parameter Store on 127.0.0.1 that the real AWS client can speak to. */
export async function startSsm(options: SsmOptions): Promise<SsmSimulator> {
  const { path, region, accessKeyId, secretAccessKey, hasEmptyPages, port, parameters } = {
    ...defaults,
    ...options,
  };
  const store = createParameterStore(path, parameters);
  const context: SsmContext = { store, region, hasEmptyPages };
  const server = await serveVendor((request) => answerSsm(request, accessKeyId, context), port);
  return { ...server, path, region, accessKeyId, secretAccessKey, store };
}

function answerSsm(request: VendorRequest, accessKeyId: string, context: SsmContext): Answer {
  const signature = /^AWS4-HMAC-SHA256 Credential=([^/]+)\//.exec(request.headers.authorization ?? '');
  if (!signature) return ssmError('MissingAuthenticationTokenException', 'Missing Authentication Token');
  if (signature[1] !== accessKeyId) {
    return ssmError('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  const [, name = ''] = /^AmazonSSM\.(\w+)$/.exec(String(request.headers['x-amz-target'])) ?? [];
  const operation = operations[name];
  if (request.method !== 'POST' || !operation) return ssmError('UnknownOperationException', '');

  const input = readInput(request.body);
  return input
    ? operation(input, context)
    : ssmError('SerializationException', 'The body is no JSON object.');
}

function readInput(body: string): SsmInput | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}
