#!/bin/sh
# Makes the role of the exporter, or sets its password anew, unless it is one in production that everybody knows.
set -eu

who='The exporter of PostgreSQL'
folder=$(dirname "$0")
. "$folder/known-passwords.sh"

if is_production; then refuse_known MONITOR_DB_PASSWORD "${MONITOR_DB_PASSWORD:-}"; fi
exec psql -X -v ON_ERROR_STOP=1 -f "$folder/monitor-role.sql"
