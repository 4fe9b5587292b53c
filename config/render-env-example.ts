import type { z } from 'zod';
import { namesOf, type SettingsGroup } from './settings-group.ts';

const title = `# Settings of appd-licensing. Copy to .env, or set them in the environment or under SSM_PATH.
# The environment stands above SSM, SSM above this file. Generated from the schemas: do not edit .env.example.`;

/** The text of `.env.example`: every setting with its meaning; those with a default are commented out and show it. */
export function renderEnvExample(groups: readonly SettingsGroup[]): string {
  return `${[title, ...groups.map(renderGroup)].join('\n\n')}\n`;
}

function renderGroup(group: SettingsGroup): string {
  const entries = namesOf(group).map((name) => renderSetting(name, group));
  return [`# ---- ${group.title} ----`, ...entries].join('\n');
}

function renderSetting(name: string, group: SettingsGroup): string {
  const schema = group.settings.shape[name] as z.ZodType;
  const { description, fallback, isRequired } = describeSchema(schema);
  const kind = group.secrets.includes(name) ? ' (secret)' : '';
  const line = isRequired ? `${name}=` : `# ${name}=${group.secrets.includes(name) ? '' : fallback}`;
  return [...(description ? [`# ${description}${kind}`] : []), line].join('\n');
}

function describeSchema(schema: z.ZodType): { description: string; fallback: string; isRequired: boolean } {
  const unset = schema.safeParse(undefined);
  const description = schema.description ?? '';
  if (!unset.success) return { description, fallback: '', isRequired: true };
  return { description, fallback: textOf(unset.data), isRequired: false };
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
