#!/bin/sh
# Installs the system packages that tilth (python) or its tests (tests) need, on Debian or Ubuntu as root or with sudo.
# Elsewhere it changes nothing, says what is missing, and the tests that need it are skipped by name.
set -eu
case "${1:-tests}" in
  python) packages="python3 python3-venv python3-pip" ;;
  tests) packages="postgresql-15 postgresql-15-postgis-3 gdal-bin chromium" ;;
  *) echo "usage: system.sh python|tests" >&2; exit 2 ;;
esac

if ! command -v apt-get >/dev/null 2>&1; then
  echo "system packages: no apt-get here; tests that need them are skipped by name ($packages)" >&2
  exit 0
fi

# Another release of the system has another PostgreSQL: take the distribution's own then.
if [ "${1:-tests}" = tests ] && ! apt-cache show postgresql-15-postgis-3 >/dev/null 2>&1; then
  apt_fallback="postgresql postgis postgresql-postgis gdal-bin chromium"
fi

missing=""
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

run=""
if [ "$(id -u)" != 0 ]; then
  if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then run="sudo"; else
    echo "system packages: not root and no password-less sudo; missing:$missing" >&2
    exit 0
  fi
fi

echo "Installing system packages:$missing"
$run apt-get update -qq
if ! DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $missing >/dev/null; then
  [ -n "${apt_fallback:-}" ] && DEBIAN_FRONTEND=noninteractive $run apt-get install -y -qq --no-install-recommends $apt_fallback >/dev/null
fi
