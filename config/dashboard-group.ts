import { z } from 'zod';
import type { SettingsGroup } from './settings-group.ts';

const password = () => z.string().min(12, 'expected at least 12 characters').optional();
const text = (fallback: string) => z.string().default(fallback);

/**
 * What compose hands to Grafana, Prometheus and their roles in the database. No program of ours reads these; they stand here so
 * that they are documented, checked and refused like all others.
 */
export const dashboards = {
  title: 'Compose: Grafana and Prometheus (docs/dashboards.md)',
  secrets: [
    'GRAFANA_ADMIN_PASSWORD',
    'GRAFANA_DB_PASSWORD',
    'GRAFANA_SECRET_KEY',
    'GRAFANA_OAUTH_CLIENT_SECRET',
    'GRAFANA_SMTP_PASSWORD',
    'MONITOR_DB_PASSWORD',
    'SLACK_WEBHOOK_URL',
    'PAGERDUTY_KEY',
  ],
  settings: z.object({
    GRAFANA_HOME: z.string().optional().describe('Folder of an installed Grafana, for "npm run grafana".'),
    GRAFANA_IMAGE: text('grafana/grafana:12.2.1').describe(
      'Image of Grafana; SAML needs grafana/grafana-enterprise of the same version and a license.',
    ),
    GRAFANA_ROOT_URL: z
      .url({ protocol: /^https?$/, error: 'expected http://... or https://...' })
      .default('http://localhost:3000')
      .describe('Address that people open; behind a reverse proxy, its address.'),
    GRAFANA_ADMIN_USER: text('admin').describe(
      'The one local administrator, for the day on which SSO is down.',
    ),
    GRAFANA_ADMIN_PASSWORD: z
      .string()
      .optional()
      .describe('Its password; required in production, and there set anew at each start.'),
    GRAFANA_SECRET_KEY: z
      .string()
      .min(16, 'expected at least 16 characters')
      .optional()
      .describe(
        'Key with which Grafana encrypts passwords and webhooks in its own database; required in production. Keep it: under a new key Grafana cannot read them.',
      ),
    GRAFANA_DB_PASSWORD: password().describe(
      'Password of the role "grafana", which reads what dashboards show; required in production.',
    ),
    GRAFANA_DB_SSLMODE: z
      .enum(['disable', 'require', 'verify-ca', 'verify-full'], {
        error: 'expected disable, require, verify-ca or verify-full',
      })
      .default('disable')
      .describe('Encryption between Grafana and the database.'),
    MONITOR_DB_PASSWORD: password().describe(
      'Password of the role "appd_monitor", which the exporter of PostgreSQL uses; required in production.',
    ),
    GRAFANA_OAUTH_ENABLED: z
      .stringbool({ error: 'expected true or false' })
      .default(false)
      .describe('Let people in through the identity provider (OAuth 2, OpenID Connect).'),
    GRAFANA_OAUTH_NAME: text('SSO').describe('Name on the button.'),
    GRAFANA_OAUTH_CLIENT_ID: z.string().optional().describe('Client id of Grafana at the identity provider.'),
    GRAFANA_OAUTH_CLIENT_SECRET: z.string().optional().describe('Its secret.'),
    GRAFANA_OAUTH_SCOPES: text('openid profile email groups').describe(
      'Scopes; one of them must bring the groups.',
    ),
    GRAFANA_OAUTH_AUTH_URL: z.string().optional().describe('Authorization endpoint.'),
    GRAFANA_OAUTH_TOKEN_URL: z.string().optional().describe('Token endpoint.'),
    GRAFANA_OAUTH_API_URL: z.string().optional().describe('User info endpoint.'),
    GRAFANA_OAUTH_AUTO_LOGIN: z
      .stringbool({ error: 'expected true or false' })
      .default(false)
      .describe('Skip the login page; /login?disableAutoLogin shows it to the local administrator.'),
    GRAFANA_GROUP_ADMIN: z.string().optional().describe('Group whose members become Admin in Grafana.'),
    GRAFANA_GROUP_EDITOR: z.string().optional().describe('Group whose members become Editor.'),
    GRAFANA_GROUP_VIEWER: z
      .string()
      .optional()
      .describe('Group whose members become Viewer; who is in none of the three is not let in.'),
    GRAFANA_SMTP_HOST: z
      .string()
      .optional()
      .describe('Mail server for alerts, host:port; without it no mail goes out.'),
    GRAFANA_SMTP_USER: z.string().optional().describe('Login at the mail server.'),
    GRAFANA_SMTP_PASSWORD: z.string().optional().describe('Its password.'),
    GRAFANA_SMTP_FROM: text('appd-licensing@localhost').describe('Sender of alerts.'),
    ALERT_EMAILS: z.string().optional().describe('Addresses that hear of every alert, with commas between.'),
    ALERT_EMAILS_FINANCE: z.string().optional().describe('Addresses that hear of money as well.'),
    ALERT_EMAILS_DATABASE: z.string().optional().describe('Addresses that hear of servers as well.'),
    SLACK_WEBHOOK_URL: z
      .string()
      .optional()
      .describe('Incoming webhook of the channel #appd-licensing-alerts.'),
    PAGERDUTY_KEY: z
      .string()
      .optional()
      .describe('Integration key of those on call; critical alerts of production go there.'),
  }),
} satisfies SettingsGroup;
