# Sourced by the scripts beside it: the project's own virtual environment, made once and kept up to date.
# shellcheck shell=bash

# The first Python on this machine that is new enough and can make virtual environments.
find_python() {
  local candidate old=""
  for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue
    "$candidate" -c 'import ensurepip, venv; ensurepip.version()' 2>/dev/null && echo "$candidate" && return
    old=${old:-$candidate}
  done
  if [ -n "$old" ]; then
    echo "This machine's $old cannot make a virtual environment. Install its venv module and run this again:" >&2
    echo "    sudo apt-get install $old-venv" >&2
  else
    echo "Rempart needs Python 3.11 or newer, and found none. Install it and run this again:" >&2
    echo "    sudo apt-get install python3 python3-venv" >&2
  fi
  return 2
}

# What .venv holds once LOCK is installed in it, at this place.
stamp() { echo ".venv/.made-from-$(echo "$PWD" | cat - "$1" pyproject.toml | sha256sum | cut -c1-16)"; }

# make_venv LOCK: .venv holds what LOCK names, each file checked against its hash, and Rempart itself. Its stamp makes
# a second call cost nothing; requirements-dev.lock holds all of requirements.lock.
make_venv() {
  local lock=$1 python
  if [ -f "$(stamp "$lock")" ] || [ -f "$(stamp requirements-dev.lock)" ]; then
    .venv/bin/python -c 'import bot' 2>/dev/null && return
  fi
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    python=$(find_python)
    echo "Making a virtual environment in .venv ..." >&2
    "$python" -m venv --clear .venv
  fi
  echo "Installing $lock (a minute or two, once) ..." >&2
  export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
  .venv/bin/python -m pip install --quiet --require-hashes --no-deps -r "$lock"
  .venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
  touch "$(stamp "$lock")"
}
