import { ok, type Answer, type VendorRequest } from '../http/answer.ts';
import { seededRandom } from '../worlds/random.ts';
import { isReadable, type Access } from './access.ts';
import type { Database } from './database.ts';
import type { Row } from './row.ts';
import { parseEncodedQuery, UnsupportedOperatorError, type EncodedQuery } from './encoded-query.ts';
import { failure, transactionCancelled } from './errors.ts';
import { createFilter, queriedFields, sortRows, unknownFields } from './evaluate.ts';
import { pageLinks } from './page-links.ts';
import { matchesPairs } from './pairs.ts';
import { createRenderer, type RenderStyle } from './render.ts';

/** How the instance behaves; may be changed while the server runs. */
export interface TableBehavior {
  readonly access: Access;
  /** `glide.invalid_query.returns_no_rows`: off, a misspelt condition is dropped and more rows come than were asked for. */
  invalidQueryReturnsNoRows: boolean;
  /** Pages of more rows than this run into the 60 second quota. */
  cancelAbove: { readonly rows: number; readonly form: 'status' | 'body' } | undefined;
}

/** A request to one table. */
export interface Question {
  readonly database: Database;
  readonly request: VendorRequest;
  readonly table: string;
  readonly behavior: TableBehavior;
  /** Which scan of the instance it is: rows that nobody orders come in another order in each. */
  readonly scan: number;
}

/** Rows that satisfy the request's query, before any limit; or the refusal. */
type Selection =
  { readonly rows: readonly Row[]; readonly query: EncodedQuery } | { readonly refusal: Answer };

/** A list of rows (`version` 1 answers 404 when there are none), in an unstable order unless one is asked for. */
export function answerList(question: Question, version: string | undefined): Answer {
  const selection = selectRows(question);
  if ('refusal' in selection) return selection.refusal;
  const { database, request, table, behavior } = question;
  const query = request.url.searchParams;
  const [limit, offset] = [readCount(query, 'sysparm_limit', 10_000), readCount(query, 'sysparm_offset', 0)];
  if (limit === undefined || offset === undefined) return failure(400, 'Invalid limit or offset', null);

  const total = selection.rows.length;
  if (total === 0 && version === 'v1') return noRecord();
  const ordered = sortRows(database, table, shuffle(selection.rows, question.scan), selection.query.order);
  const page = ordered.slice(offset, offset + limit);
  if (behavior.cancelAbove && page.length > behavior.cancelAbove.rows) {
    return transactionCancelled(behavior.cancelAbove.form, page[0]);
  }
  const result = page.filter((row) => !behavior.access.hidesRow(table, row)).map(rendererOf(question));
  return ok({ result }, listHeaders(request.url, { offset, limit, total }));
}

/** One row by its sys_id. */
export function answerRecord(question: Question, sysId: string): Answer {
  const row = question.database.rows(question.table).find((one) => one['sys_id'] === sysId);
  if (!row || question.behavior.access.hidesRow(question.table, row)) return noRecord();
  return ok({ result: rendererOf(question)(row) });
}

/** The aggregate API, as far as it counts. Access rules apply here. */
export function answerStats(question: Question): Answer {
  const selection = selectRows(question);
  if ('refusal' in selection) return selection.refusal;
  const visible = selection.rows.filter((row) => !question.behavior.access.hidesRow(question.table, row));
  const isCounted = question.request.url.searchParams.get('sysparm_count') === 'true';
  return ok({ result: { stats: isCounted ? { count: String(visible.length) } : {} } });
}

function selectRows({ database, request, table, behavior }: Question): Selection {
  try {
    const text = request.url.searchParams.get('sysparm_query');
    const query = parseEncodedQuery(text ?? '');
    if (
      queriedFields(query).some((field) => !isReadable(behavior.access, database.dictionary, table, field))
    ) {
      const detail = 'Field(s) present in the query do not have permission to be read';
      return { refusal: failure(403, 'Insufficient rights to query records', detail) };
    }
    const hasNonsense = query.invalid.length > 0 || unknownFields(database, table, query).length > 0;
    if (hasNonsense && behavior.invalidQueryReturnsNoRows) return { rows: [], query };
    const isWanted =
      text === null
        ? matchesPairs(database, table, request.url.searchParams)
        : createFilter(database, table, query);
    return { rows: database.rows(table).filter(isWanted), query };
  } catch (error) {
    if (!(error instanceof UnsupportedOperatorError)) throw error;
    return { refusal: failure(501, 'Not simulated', error.message) };
  }
}

function rendererOf({ database, request, table, behavior }: Question): (row: Row) => object {
  const query = request.url.searchParams;
  const fields = (query.get('sysparm_fields') ?? '').split(',').map((field) => field.trim());
  return createRenderer(
    database,
    table,
    fields.filter((field) => field !== ''),
    (field) => isReadable(behavior.access, database.dictionary, table, field),
    styleOf(request.url),
  );
}

function styleOf(url: URL): RenderStyle {
  const display = url.searchParams.get('sysparm_display_value');
  return {
    display: display === 'true' || display === 'all' ? display : 'false',
    hasLinks: url.searchParams.get('sysparm_exclude_reference_link') !== 'true',
    origin: url.origin,
  };
}

function listHeaders(
  url: URL,
  page: { offset: number; limit: number; total: number },
): Record<string, string> {
  const query = url.searchParams;
  const links = query.get('sysparm_suppress_pagination_header') === 'true' ? undefined : pageLinks(url, page);
  return {
    ...(query.get('sysparm_no_count') === 'true' ? {} : { 'X-Total-Count': String(page.total) }),
    ...(links === undefined ? {} : { Link: links }),
  };
}

function readCount(query: URLSearchParams, name: string, otherwise: number): number | undefined {
  const text = query.get(name) ?? String(otherwise);
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function shuffle(rows: readonly Row[], scan: number): Row[] {
  const random = seededRandom(scan, 'scan');
  return rows
    .map((row) => ({ row, place: random.next() }))
    .sort((left, right) => left.place - right.place)
    .map((one) => one.row);
}

function noRecord(): Answer {
  return failure(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
}
