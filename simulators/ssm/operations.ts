import type { Answer } from '../http/answer.ts';
import type { ParameterStore, StoredParameter } from './parameters.ts';

/** The fields of a request body that are read. */
export interface SsmInput {
  readonly Path?: string;
  readonly Name?: string;
  readonly Names?: readonly string[];
  readonly Recursive?: boolean;
  readonly WithDecryption?: boolean;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

export interface SsmContext {
  readonly store: ParameterStore;
  readonly region: string;
  /** Puts an empty page with a token before every page, as the service may. */
  readonly hasEmptyPages: boolean;
}

type Operation = (input: SsmInput, context: SsmContext) => Answer;

const mostPerPage = 10;

/** The operations by the last part of their target. */
export const operations: Readonly<Record<string, Operation>> = {
  GetParametersByPath: getParametersByPath,
  GetParameter: getParameter,
  GetParameters: getParameters,
};

/** Every error is a 400 whose body names its type. */
export function ssmError(type: string, message: string): Answer {
  return awsAnswer(400, { __type: type, message });
}

function getParametersByPath(input: SsmInput, context: SsmContext): Answer {
  const path = input.Path ?? '';
  const problem = findPathProblem(path);
  if (problem) return ssmError('ValidationException', problem);
  const size = input.MaxResults ?? mostPerPage;
  if (!Number.isInteger(size) || size < 1 || size > mostPerPage) {
    const message = `Value '${size}' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 10`;
    return ssmError('ValidationException', `1 validation error detected: ${message}`);
  }
  const page = readToken(input.NextToken, context.hasEmptyPages);
  if (!page) return ssmError('InvalidNextToken', 'The specified token is not valid.');

  const found = context.store.below(path, input.Recursive === true);
  if (page.isEmpty) return pageAnswer([], writeToken(page.start, false));
  const next = page.start + size;
  const parameters = found.slice(page.start, next).map((one) => parameterOf(one, input, context));
  return pageAnswer(parameters, next < found.length ? writeToken(next, context.hasEmptyPages) : undefined);
}

function getParameter(input: SsmInput, context: SsmContext): Answer {
  const found = lookUp(input.Name ?? '', context);
  if (!found) return ssmError('ParameterNotFound', '');
  return awsAnswer(200, { Parameter: parameterOf(found, input, context) });
}

function getParameters(input: SsmInput, context: SsmContext): Answer {
  const names = input.Names ?? [];
  const found = names.flatMap((name) => lookUp(name, context) ?? []);
  return awsAnswer(200, {
    Parameters: found.map((one) => parameterOf(one, input, context)),
    InvalidParameters: names.filter((name) => !lookUp(name, context)),
  });
}

/** A name may end with `:version`; older versions are not kept. */
function lookUp(name: string, { store }: SsmContext): StoredParameter | undefined {
  const [plain = '', version] = name.split(':');
  const found = store.find(plain);
  return version === undefined || String(found?.version) === version ? found : undefined;
}

function parameterOf(stored: StoredParameter, input: SsmInput, { region }: SsmContext): object {
  const isReadable = stored.type === 'String' || input.WithDecryption === true;
  return {
    Name: stored.name,
    Type: stored.type,
    Value: isReadable ? stored.value : Buffer.from(`encrypted:${stored.name}`).toString('base64'),
    Version: stored.version,
    LastModifiedDate: stored.modifiedAt,
    ARN: `arn:aws:ssm:${region}:000000000000:parameter${stored.name}`,
    DataType: 'text',
  };
}

function findPathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return "The parameter path must begin with '/'.";
  if (!/^[A-Za-z0-9_./-]+$/.test(path)) return 'The parameter path may hold letters, digits and . - _ only.';
  const levels = path.split('/').filter((level) => level !== '').length;
  return levels > 15 ? 'The parameter path may have 15 levels at most.' : undefined;
}

interface PageStart {
  readonly start: number;
  readonly isEmpty: boolean;
}

function readToken(token: string | undefined, hasEmptyPages: boolean): PageStart | undefined {
  if (token === undefined) return { start: 0, isEmpty: hasEmptyPages };
  const [, kind, start] =
    /^page:(empty|full):(\d+)$/.exec(Buffer.from(token, 'base64').toString('utf8')) ?? [];
  return start === undefined ? undefined : { start: Number(start), isEmpty: kind === 'empty' };
}

function writeToken(start: number, isEmpty: boolean): string {
  return Buffer.from(`page:${isEmpty ? 'empty' : 'full'}:${start}`).toString('base64');
}

function pageAnswer(parameters: readonly object[], token: string | undefined): Answer {
  return awsAnswer(200, { Parameters: parameters, ...(token === undefined ? {} : { NextToken: token }) });
}

function awsAnswer(status: number, body: object): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1' }, body };
}
