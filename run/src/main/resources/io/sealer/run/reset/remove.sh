# Takes back entries of the ledger, newest first: one "KIND PATH BACKUP" a line on standard input, "-" for no backup.
set -u

# Directories on the way to our files, as far as they are empty; nothing that a distribution brings.
prune() {
  dir=${1%/*}
  while :; do
    case $dir in
      /etc/containerd | /etc/containerd/* | /etc/systemd/system/?*.d | /etc/sealer | /etc/cni | /opt/cni | /opt/cni/* | /var/lib/sealer/?*) ;;
      *) return 0 ;;
    esac
    rmdir "$dir" 2>/dev/null || return 0
    dir=${dir%/*}
  done
}

while read -r kind path backup; do
  case $kind in
    UNIT)
      systemctl disable --now "$path" >/dev/null 2>&1
      systemctl reset-failed "$path" >/dev/null 2>&1
      ;;
    FILE)
      if [ "$backup" != - ] && { [ -e "$backup" ] || [ -L "$backup" ]; }; then
        rm -f "$path" && cp -a "$backup" "$path"
      else
        rm -f "$path"
        prune "$path"
      fi
      ;;
    TREE | SHARED)
      # A directory that is a mount itself is emptied; it belongs to whoever mounted it.
      if [ -e "$path" ]; then
        find "$path" -mindepth 1 -delete 2>/dev/null || rm -rf "$path"/* "$path"/.[!.]* 2>/dev/null
        rmdir "$path" 2>/dev/null
        prune "$path"
      fi
      if [ "$backup" != - ] && [ -d "$backup" ]; then mkdir -p "$path" && cp -a "$backup/." "$path"; fi
      ;;
    MOUNT) umount "$path" 2>/dev/null || umount -l "$path" 2>/dev/null ;;
    LINES)
      rest=$(sed '/^# BEGIN sealer$/,/^# END sealer$/d' "$path")
      printf '%s\n' "$rest" > "$path"
      ;;
  esac
done
# What the kubelet and its pods make on the way, unless somebody has put something there.
for dir in /usr/libexec/kubernetes /lib/modules; do
  if [ -d "$dir" ] && [ -z "$(find "$dir/" ! -type d -print -quit)" ]; then rm -rf "$dir"; fi
done
systemctl daemon-reload 2>/dev/null
exit 0
