# shellcheck shell=bash
# Container images as docker-archives (the format of `docker save`), without a daemon and byte for byte reproducible. Source it.

# layer_tar DIR FILE: the tree as one layer: sorted, owner 0, time 0. Prints nothing.
layer_tar() {
  (cd "$1" && find . -mindepth 1 -printf '%P\0' | LC_ALL=C sort -z \
    | tar --create --file "$2" --format=gnu --no-recursion --null --files-from=- --owner=0 --group=0 --numeric-owner --mtime=@0)
}

# docker_archive FILE NAME CONFIG LAYER...: NAME is a full reference, CONFIG the JSON of "config" (Entrypoint, Env, …), LAYERs tar files.
docker_archive() {
  local file=$1 name=$2 config=$3 work layer digest layers='' diffs='' entries=(); shift 3
  work=$(mktemp -d "$file.XXXXXX")
  for layer in "$@"; do
    digest=$(layer_digest "$layer")
    ln -f "$layer" "$work/$digest.tar" 2>/dev/null || cp "$layer" "$work/$digest.tar"
    layers+=${layers:+,}\"$digest.tar\" diffs+=${diffs:+,}\"sha256:$digest\" entries+=("$digest.tar")
  done
  printf '{"architecture":"%s","config":%s,"created":"1970-01-01T00:00:00Z","os":"linux","rootfs":{"type":"layers","diff_ids":[%s]}}' \
    "$(dpkg --print-architecture)" "$config" "$diffs" >"$work/config"
  digest=$(sha256sum "$work/config" | cut -d' ' -f1)
  mv "$work/config" "$work/$digest.json"
  printf '[{"Config":"%s.json","RepoTags":["%s"],"Layers":[%s]}]' "$digest" "$name" "$layers" >"$work/manifest.json"
  tar --create --file "$work/archive" --format=gnu --directory "$work" --owner=0 --group=0 --numeric-owner --mode=0644 --mtime=@0 --hard-dereference \
    manifest.json "$digest.json" "${entries[@]}"
  mv "$work/archive" "$file"
  rm -rf "$work"
}

# The digest of a layer that several images share is computed once.
layer_digest() {
  [ -f "$1.sha256" ] || sha256sum "$1" | cut -d' ' -f1 >"$1.sha256"
  cat "$1.sha256"
}
