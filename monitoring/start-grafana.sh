#!/bin/sh
# Starts Grafana with what is provisioned, unless it would run in production on a password or key that everybody knows.
set -eu

who=Grafana
. "$(dirname "$0")/known-passwords.sh"

sources=${APPD_SOURCES:-/etc/appd-licensing/dashboards}
provisioning=${APPD_PROVISIONING:-/tmp/provisioning}
run=${GRAFANA_RUN:-/run.sh}

# Grafana takes the administrator's password at its first start only; afterwards the one in its database counts.
set_administrator_password() {
  [ -f "${GF_PATHS_DATA:-/var/lib/grafana}/grafana.db" ] || return 0
  printf '%s\n' "$GF_SECURITY_ADMIN_PASSWORD" |
    grafana cli --homepath "${GF_PATHS_HOME:-/usr/share/grafana}" --config "${GF_PATHS_CONFIG:-/etc/grafana/grafana.ini}" \
      admin reset-admin-password --password-from-stdin && return 0
  echo 'GRAFANA_ADMIN_PASSWORD could not be set, so an older password may be in force. Grafana does not start in production with it (C28).' >&2
  exit 1
}

has_alert_channel() {
  [ -n "${SLACK_WEBHOOK_URL:-}${PAGERDUTY_KEY:-}" ] || { [ -n "${GF_SMTP_HOST:-}" ] && [ -n "${ALERT_EMAILS:-}" ]; }
}

if is_production; then
  refuse_known GRAFANA_ADMIN_PASSWORD "${GF_SECURITY_ADMIN_PASSWORD:-}"
  refuse_known GRAFANA_DB_PASSWORD "${GRAFANA_DB_PASSWORD:-}"
  refuse_known GRAFANA_SECRET_KEY "${GF_SECURITY_SECRET_KEY:-}"
  set_administrator_password
  has_alert_channel ||
    echo 'NOBODY HEARS OF ALERTS: set GRAFANA_SMTP_HOST with ALERT_EMAILS, or SLACK_WEBHOOK_URL, or PAGERDUTY_KEY in .env.' >&2
fi

# What an earlier start copied may no longer be among the sources.
rm -rf "$provisioning"
mkdir -p "$provisioning/datasources" "$provisioning/dashboards" "$provisioning/alerting" "$provisioning/plugins"
cp "$sources"/provisioning/datasources/*.yaml "$provisioning/datasources/"
cp "$sources"/provisioning/dashboards/*.yaml "$provisioning/dashboards/"
cp "$sources"/generated/provisioning/alerting/*.yaml "$provisioning/alerting/"
# Grafana refuses a contact point without its key, so this one comes only with it.
if [ -n "${PAGERDUTY_KEY:-}" ]; then
  cp "$sources"/generated/provisioning/alerting-production/*.yaml "$provisioning/alerting/"
fi

# Over http a browser would not send such a cookie back.
case "${GF_SERVER_ROOT_URL:-}" in
  https://*) export GF_SECURITY_COOKIE_SECURE=true ;;
esac

export APPD_DASHBOARDS="$sources/generated"
export GF_PATHS_PROVISIONING="$provisioning"
exec "$run" "$@"
