#!/usr/bin/env bash
# Runs a program so that what it says is kept in the log volume too. The program takes this shell's place: signals and the exit
# code are its own.
set -euo pipefail
log="/var/log/etl/${KEEP_LOG_AS:-etl}.log"
if [ -w "$(dirname "$log")" ]; then
  exec "$@" > >(tee -a "$log") 2> >(tee -a "$log" >&2)
fi
exec "$@"
