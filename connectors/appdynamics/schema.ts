import { z } from 'zod';

/** Ids are numbers in one API and texts in the other. */
const id = z.union([z.string().trim().min(1), z.number().int().transform(String)], {
  error: 'an id (text or whole number)',
});

/** One thing may stand without the brackets of a list. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? [value] : value),
    z.array(item),
  );

/** `GET /controller/api/accounts/myaccount`: the License API wants this number, never the GUID of the token. */
export const accountAnswer = z.object({
  id: id.refine((text) => /^\d+$/.test(text), 'a numeric account id'),
  name: z.string().nullish(),
});

/** `GET /controller/rest/applications`: rows are read one by one, so that a bad one does not hide the others. */
export const applicationsAnswer = z.array(z.unknown(), { error: 'a list of applications' });
export const applicationRow = z.object({ id, name: z.string().trim().min(1) });

/** `GET /controller/rest/applications/{id}/nodes`: a node may have no machine, or none that it names. */
export const nodesAnswer = z.array(z.object({ machineName: z.string().nullish().catch(null) }), {
  error: 'a list of nodes',
});
export type NodeWire = z.output<typeof nodesAnswer>[number];

const filter = z.object({
  type: z.string().nullish(),
  operator: z.string().nullish(),
  value: z.union([z.string(), z.number()]).nullish(),
});

/** A license rule (allocation). */
export const allocation = z.object({
  id,
  name: z.string().nullish(),
  licenseKey: z.string().nullish(),
  filters: listOf(filter).nullish(),
});
export const allocationsAnswer = listOf(allocation);
export type Allocation = z.output<typeof allocation>;

const granularity = z.coerce.number().int().positive().nullish().catch(null);

/**
 * A usage answer down to the points; those are read one by one in `usage-points.ts`. `data` may be one object without a list.
 */
export const usageAnswer = z.object({
  packages: listOf(
    z.object({
      name: z.string().trim().min(1),
      unitUsages: listOf(
        z.object({
          usageType: z.string().nullish(),
          granularityInMinutes: granularity,
          data: listOf(z.unknown()).nullish(),
        }),
      ).nullish(),
    }),
  ),
});
export type UsageWire = z.output<typeof usageAnswer>;

const statistics = z.object({ max: z.unknown(), avg: z.unknown() }).partial();

/** One point of a usage answer. Values stay unknown here: an exact number may come as a number or as text. */
export const usagePoint = z.object({
  timestamp: z.union([z.string(), z.number()]),
  used: statistics,
  registrations: listOf(z.object({ registered: statistics.nullish() })).nullish(),
});
export type PointWire = z.output<typeof usagePoint>;

const edition = z.object({ edition: z.string().nullish() }).nullish();

/** `GET /controller/licensing/v1/account/{accountId}/info`: editions (PEAK, PRO) stand here, not in the usage. */
export const infoAnswer = z.object({
  packages: listOf(z.object({ packageName: z.string().nullish(), properties: edition })).nullish(),
  properties: edition,
});
export type AccountInfo = z.output<typeof infoAnswer>;
