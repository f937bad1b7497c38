# Arguments: check|write|both  path  size  sha256  mode  owner-or-empty; the content on standard input, except for check.
# Answers one line: same | send AVAILABLE | written | corrupt SHA256 | full AVAILABLE
set -u
what=$1 file=$2 size=$3 want=$4 mode=$5 owner=$6
dir=${file%/*}
[ -n "$dir" ] || dir=/
base=${file##*/}

available() {
  at=$dir
  while [ ! -d "$at" ]; do at=${at%/*}; [ -n "$at" ] || at=/; done
  df -Pk "$at" | { read -r _; read -r _ _ _ free _; echo $((free * 1024)); }
}
fail() {
  case $1 in
    *'No space left'* | *'quota exceeded'*) echo "full $(available)"; exit 0 ;;
  esac
  printf '%s\n' "$1" >&2
  exit 1
}
# openssl is several times faster where it is installed.
digest() {
  if command -v openssl >/dev/null; then openssl dgst -sha256 -r <"$1"; else sha256sum <"$1"; fi | cut -c1-64
}
adorn() {
  if [ -n "$owner" ]; then chown "$owner" "$1" || exit 1; fi
  chmod "$mode" "$1" || exit 1
}
same() { [ -f "$file" ] && [ ! -L "$file" ] && [ "$(wc -c <"$file")" -eq "$size" ] && [ "$(digest "$file")" = "$want" ]; }

if [ -d "$file" ]; then fail "$file is a directory"; fi
if [ "$what" != write ] && same; then
  adorn "$file"
  [ "$what" = check ] || cat >/dev/null
  echo same
  exit 0
fi
if [ "$what" = check ]; then
  echo "send $(available)"
  exit 0
fi

said=$(mkdir -p "$dir" 2>&1) || fail "$said"
umask 077
part=$(mktemp "$dir/.$base.sealer-XXXXXX" 2>&1) || fail "$part"
trap 'rm -f "$part"' EXIT
trap 'exit 143' TERM HUP INT PIPE
said=$(cat 2>&1 >"$part") || fail "$said"
got=$(digest "$part")
if [ "$got" != "$want" ]; then
  echo "corrupt $got"
  exit 0
fi
adorn "$part"
said=$(mv -f "$part" "$file" 2>&1) || fail "$said"
trap - EXIT
echo written
