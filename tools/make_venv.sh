#!/bin/sh
# Make the virtual environment; where python3-venv is missing, install it (as root) or say what to type.
set -eu
python="$1"; venv="$2"
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    echo "Raasta needs Python 3.11 or newer; '$python' is $("$python" -V 2>&1)." >&2
    exit 2
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        apt-get update -q && apt-get install -y -q python3-venv
    else
        echo "Raasta needs python3-venv: type  sudo apt-get install python3-venv  and try again." >&2
        exit 2
    fi
fi
"$python" -m venv "$venv"
