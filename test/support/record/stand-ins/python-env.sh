#!/bin/sh
# A Python below /srv: one that is installed in somebody's home would write that home into every traceback.
set -e
prefix=$(python3 -c 'import sys; print(sys.base_prefix)')
case "$prefix" in
  /usr | /usr/local) python=python3 ;;
  *)
    [ -d /srv/python ] || cp -r "$prefix" /srv/python
    python=/srv/python/bin/python3
    ;;
esac
for service in "$@"; do
  [ -d "/srv/app/$service/.venv" ] || "$python" -m venv "/srv/app/$service/.venv"
done
