# shellcheck shell=bash
# Shared by the scripts of this folder. Progress goes to stderr, so that stdout carries only results.

say() { printf 'sbf: %s\n' "$*" >&2; }

die() {
  printf 'sbf: error: %s\n' "$*" >&2
  exit 1
}

# need TOOL:PACKAGE...  Names every missing tool at once, so that one install command mends the machine.
need() {
  local pair missing=() packages=()
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || {
      missing+=("${pair%%:*}")
      packages+=("${pair#*:}")
    }
  done
  [ "${#missing[@]}" -eq 0 ] || die "missing: ${missing[*]}. Install the Debian package(s): ${packages[*]}"
}
