# How production refuses what everybody knows. The programs of this folder read it with `.`, and say who they are in "$who".

# The words of config/production.ts; a test keeps them equal.
known_passwords='appd_pass appd_pass_grafana appd_pass_monitor sw2ycwtib9zpoohopsmm password passw0rd postgres admin root secret changeme change_me change-me default test demo pass 123456 temporal etl'

is_production() {
  [ "${APP_PROFILE:-development}" = production ]
}

refuse() {
  echo "$1 $who does not start in production with it (C28). Set it in .env." >&2
  exit 1
}

# The setting's name and its value.
refuse_known() {
  name=$1
  value=$(printf '%s' "$2" | tr '[:upper:]' '[:lower:]')
  [ -n "$value" ] || refuse "$name is missing."
  for known in $known_passwords; do
    [ "$value" != "$known" ] || refuse "$name is a default password."
  done
}
