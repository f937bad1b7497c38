# Runs in fresh mount, pid, ipc and uts namespaces (without network also in a fresh network namespace). Makes a root of the host's system
# directories (read-only) and empty directories, mounts the image's files at /rootfs, copy-on-write, gives up the rights to change the
# kernel or the disks, and runs the script there. All mounts and processes vanish with the namespaces.
# Without root all this happens in a user namespace, where devices are bound instead of made, and what the user may not write needs no guard.
# Arguments: ROOT LAYERS LOWER UPPER WORK SCRIPT OPTIONS; LOWER are names in directory LAYERS, short because the kernel takes only a page of
# them; OPTIONS are further ones for the overlay.
set -eu
umask 022
# The new mount calls of util-linux take no option longer than 255 bytes.
export LIBMOUNT_FORCE_MOUNT2=always
root=$1 layers=$2 lower=$3 upper=$4 work=$5 script=$6 options=$7

fail() { echo "sealer: $*" >&2; exit 125; }

# In a user namespace options of the host's mounts cannot be taken away, so they must be named.
read_only() {
  mount -o remount,bind,ro "$1" 2>/dev/null || mount -o remount,bind,ro,nosuid,nodev "$1" 2>/dev/null ||
    mount -o remount,bind,ro,nosuid,nodev,noexec "$1" 2>/dev/null
}

# Binds a directory with everything mounted below it; what cannot be made read-only is left out.
bind_read_only() {
  mount --rbind "$1" "$2"
  while read -r _ _ _ _ target _; do
    case $target in
      "$2" | "$2"/*)
        target=$(printf '%b' "$target")
        read_only "$target" || umount -l "$target" 2>/dev/null || [ ! -w "$target" ] || fail "$target cannot be protected from being written"
        ;;
    esac
  done </proc/self/mountinfo
}

mount --make-rprivate /
mount -t tmpfs -o mode=755 sealer "$root"
for directory in bin sbin lib lib32 lib64 libx32 usr etc opt; do
  if [ -L "/$directory" ]; then
    ln -s "$(readlink "/$directory")" "$root/$directory"
  elif [ -d "/$directory" ]; then
    mkdir "$root/$directory"
    bind_read_only "/$directory" "$root/$directory"
  fi
done
mkdir "$root/rootfs" "$root/proc" "$root/dev" "$root/sys" "$root/.host"
mkdir -p "$root/var/lib" "$root/var/cache" "$root/var/log" "$root/run" "$root/home" "$root/mnt"
mkdir -m 700 "$root/root"
mkdir -m 1777 "$root/tmp" "$root/var/tmp"

# Name servers may be written in a place that is not there, such as /run.
if [ -L /etc/resolv.conf ] && servers=$(readlink -f /etc/resolv.conf) && [ -f "$servers" ] && [ ! -e "$root$servers" ]; then
  mkdir -p "$root${servers%/*}"
  cp "$servers" "$root$servers"
fi

# Devices of its own: a chmod or rm must not reach those of the host.
device() { # NAME MAJOR MINOR
  mknod -m 666 "$root/dev/$1" c "$2" "$3" 2>/dev/null || { : >"$root/dev/$1" && mount --bind "/dev/$1" "$root/dev/$1"; }
}
device null 1 3
device zero 1 5
device full 1 7
device random 1 8
device urandom 1 9
device tty 5 0
mkdir "$root/dev/pts"
mkdir -m 1777 "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
ln -s fd/0 "$root/dev/stdin"
ln -s fd/1 "$root/dev/stdout"
ln -s fd/2 "$root/dev/stderr"

# A user may mount it only with a network of his own.
mount -t sysfs -o ro,nosuid,nodev,noexec sysfs "$root/sys" 2>/dev/null || mount --rbind /sys "$root/sys"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
{ echo sealer >/proc/sys/kernel/hostname; } 2>/dev/null || hostname sealer
for file in sys sysrq-trigger irq bus; do
  if [ -e "$root/proc/$file" ]; then
    mount --bind "$root/proc/$file" "$root/proc/$file"
    read_only "$root/proc/$file"
  fi
done

# With features that the options forbid an upper directory may hold references into lower ones instead of files.
cd "$layers"
mount -t overlay -o "nodev,lowerdir=$lower,upperdir=$upper,workdir=$work,index=off,$options" overlay "$root/rootfs"

cp "$script" "$root/.script"
chmod 700 "$root/.script"
# A script may name its interpreter.
case $(head -c 2 "$script" | tr -d '\0') in
  '#!') set -- /.script ;;
  *) set -- /bin/sh -e /.script ;;
esac
cd "$root"
pivot_root . .host
umount -l /.host
rmdir /.host
unset LIBMOUNT_FORCE_MOUNT2
cd /rootfs
exec setpriv --inh-caps=-all \
  --bounding-set=-all,+chown,+dac_override,+fowner,+fsetid,+kill,+setgid,+setuid,+setpcap,+net_bind_service,+net_raw,+sys_chroot,+mknod,+audit_write,+setfcap \
  "$@"
