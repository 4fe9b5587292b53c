#!/bin/sh
# Starts Grafana with what is provisioned, unless it would run in production on a password that everybody knows.
set -eu

sources=${APPD_SOURCES:-/etc/appd-licensing/dashboards}
provisioning=${APPD_PROVISIONING:-/tmp/provisioning}
run=${GRAFANA_RUN:-/run.sh}

# The words of config/production.ts; a test keeps them equal.
known_passwords='appd_pass appd_pass_grafana appd_pass_monitor password passw0rd postgres admin root secret changeme change_me change-me default test demo pass 123456 temporal etl'

refuse() {
  echo "$1 Grafana does not start in production with it (C28). Set it in .env." >&2
  exit 1
}

refuse_known() {
  name=$1
  value=$(printf '%s' "$2" | tr '[:upper:]' '[:lower:]')
  [ -n "$value" ] || refuse "$name is missing."
  for known in $known_passwords; do
    [ "$value" != "$known" ] || refuse "$name is a default password."
  done
}

if [ "${APP_PROFILE:-development}" = production ]; then
  refuse_known GRAFANA_ADMIN_PASSWORD "${GF_SECURITY_ADMIN_PASSWORD:-}"
  refuse_known GRAFANA_DB_PASSWORD "${GRAFANA_DB_PASSWORD:-}"
fi

mkdir -p "$provisioning/datasources" "$provisioning/dashboards" "$provisioning/alerting" "$provisioning/plugins"
cp "$sources"/provisioning/datasources/*.yaml "$provisioning/datasources/"
cp "$sources"/provisioning/dashboards/*.yaml "$provisioning/dashboards/"
cp "$sources"/generated/provisioning/alerting/*.yaml "$provisioning/alerting/"
# Grafana refuses a contact point without its key, so this one comes only with it.
if [ -n "${PAGERDUTY_KEY:-}" ]; then
  cp "$sources"/generated/provisioning/alerting-production/*.yaml "$provisioning/alerting/"
fi

export APPD_DASHBOARDS="$sources/generated"
export GF_PATHS_PROVISIONING="$provisioning"
exec "$run" "$@"
