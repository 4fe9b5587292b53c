import { z } from 'zod';

/** Settings that belong together: environment names with meaning and default. A connector is one, too. */
export interface SettingsGroup<Schema extends z.ZodObject = z.ZodObject> {
  readonly title: string;
  readonly settings: Schema;
  /** Names in `settings` that must never be printed. */
  readonly secrets: readonly string[];
}

/** Environment names and their values, wherever they came from. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The group's values, or every problem in one sentence each. */
export type GroupResult<Schema extends z.ZodObject> =
  | { readonly values: z.infer<Schema>; readonly problems: readonly [] }
  | { readonly values: null; readonly problems: readonly string[] };

/** Reads the group's names from the environment. An empty text counts as not set, as compose files write it. */
export function readGroup<Schema extends z.ZodObject>(
  group: SettingsGroup<Schema>,
  environment: Environment,
): GroupResult<Schema> {
  const given = Object.fromEntries(
    namesOf(group)
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = group.settings.safeParse(given);
  if (result.success) return { values: result.data, problems: [] };
  return { values: null, problems: result.error.issues.map((issue) => describeIssue(issue, group, given)) };
}

/** Every environment name of the group. */
export function namesOf(group: SettingsGroup): string[] {
  return Object.keys(group.settings.shape);
}

function describeIssue(issue: z.core.$ZodIssue, group: SettingsGroup, given: Environment): string {
  const name = String(issue.path[0] ?? group.title);
  const value = given[name];
  if (value === undefined && name !== group.title) {
    const meaning = describe(group, name);
    return `${name} is missing${meaning ? `: ${meaning}` : '.'}`;
  }
  const found = value === undefined || group.secrets.includes(name) ? '' : ` (found "${value}")`;
  return `${name}: ${issue.message}${found}`;
}

function describe(group: SettingsGroup, name: string): string | undefined {
  const schema: unknown = group.settings.shape[name];
  return schema instanceof z.ZodType ? schema.description : undefined;
}
