# shellcheck shell=bash
# What every recipe script shares: progress, the cache, locks, Debian packages. Source it; it runs nothing.

SEALER_CACHE=${SEALER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sealer}
export SEALER_CACHE DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
RECIPE_STARTED=$SECONDS

say() { printf '%s: [%4ds] %s\n' "${0##*/}" $((SECONDS - RECIPE_STARTED)) "$*" >&2; }
die() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }

# need COMMAND PACKAGE: the command is there, or is installed by root, or one line says how to get it.
need() {
  command -v "$1" >/dev/null && return
  install_packages "$2"
  command -v "$1" >/dev/null || die "$1 is still missing after installing $2"
}

# install_packages NAME...: only for harmless tools; services are unpacked by unpack_package instead.
install_packages() {
  local missing=() name
  for name in "$@"; do
    [ "$(dpkg-query -Wf '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  [ "$(id -u)" = 0 ] || die "packages missing; run: sudo apt-get install ${missing[*]}"
  say "installing ${missing[*]}"
  apt-get -qq -o=Dpkg::Use-Pty=0 install -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null \
    || die "cannot install; run: apt-get update && apt-get install ${missing[*]}"
}

# unpack_package DIR NAME...: the files of Debian packages in DIR, nothing installed, no service started.
unpack_package() {
  local dir=$1 name deb; shift
  mkdir -p "$SEALER_CACHE/debs" "$dir"
  for name in "$@"; do
    deb=$(find_deb "$name") || { download_deb "$name"; deb=$(find_deb "$name"); } || die "package $name could not be downloaded; run: apt-get update"
    dpkg -x "$deb" "$dir"
  done
}

find_deb() {
  local version file
  version=$(apt-cache show --no-all-versions "$1" 2>/dev/null | sed -n 's/^Version: //p' | head -1)
  for file in "$SEALER_CACHE/debs/$1_${version//:/%3a}_"*.deb; do
    [ -f "$file" ] && { echo "$file"; return; }
  done
  return 1
}

download_deb() (
  cd "$SEALER_CACHE/debs" || exit 1
  apt-get -qq -o APT::Sandbox::User=root download "$1" </dev/null
)

# recipe_hash FILE|DIR...: changes when a byte, a name or a mode of the recipe does.
recipe_hash() {
  (for path in "$@"; do (cd "$(dirname "$path")" && find "$(basename "$path")" -type f -printf '%m %p\n' -exec sha256sum {} + | sort); done) \
    | sha256sum | cut -c1-16
}

# lock NAME: one writer at a time in the cache, until this shell ends.
lock() {
  mkdir -p "$SEALER_CACHE"
  exec 8>"$SEALER_CACHE/.$1.lock"
  flock -n 8 || { say "waiting for another run of $1"; flock 8; }
}
