# Runs in fresh mount, pid and ipc namespaces. Makes a root of the host's system directories (read-only) and empty directories, mounts the
# image's files at /rootfs, copy-on-write, and runs the script there. All mounts vanish with the namespace.
# Arguments: ROOT LOWER UPPER WORK SCRIPT
set -eu
root=$1 lower=$2 upper=$3 work=$4 script=$5
mount --make-rprivate /
mount -t tmpfs -o mode=755 sealer "$root"
mkdir "$root/rootfs" "$root/proc" "$root/dev" "$root/sys" "$root/.host"
for directory in bin sbin lib lib32 lib64 libx32 usr etc opt; do
  if [ -L "/$directory" ]; then
    ln -s "$(readlink "/$directory")" "$root/$directory"
  elif [ -d "/$directory" ]; then
    mkdir "$root/$directory"
    mount --rbind "/$directory" "$root/$directory"
    mount -o remount,bind,ro "$root/$directory"
  fi
done
mkdir -m 1777 "$root/tmp"
mkdir -m 700 "$root/root"
mkdir -p -m 755 "$root/var/lib" "$root/var/cache" "$root/var/log" "$root/run" "$root/home" "$root/mnt"
mkdir -m 1777 "$root/var/tmp"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --rbind /sys "$root/sys"
mount -t overlay -o "lowerdir=$lower,upperdir=$upper,workdir=$work" overlay "$root/rootfs"
cp "$script" "$root/.script"
chmod 700 "$root/.script"
cd "$root"
pivot_root . .host
umount -l /.host
cd /rootfs
exec /bin/sh -e /.script
