#!/bin/bash
# Makes the role with which Grafana reads, or sets its password anew, unless it can sign in already: in production only an
# administrator makes readers, who has better things to do at every start.
set -euo pipefail

if PGPASSWORD=$GRAFANA_DB_PASSWORD PGCONNECT_TIMEOUT=10 psql -X -q -h "$DB_HOST" -p "$DB_PORT" -U grafana -d "$DB_NAME" \
  -c 'select from reporting.header limit 0' >/dev/null 2>&1; then
  echo 'The role "grafana" can sign in and read.'
  exit 0
fi
exec bash tools/run-logged.sh node --import tsx cli/main.ts readers add grafana --password-from GRAFANA_DB_PASSWORD
