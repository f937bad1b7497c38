# shellcheck shell=bash
# Hosts for benchmarks and trials, as plain shell: the recipe of images/node/README.md, nothing hidden.
#   . hosts.sh; trap all_down EXIT; hosts_begin; host_up m1 10.88.0.11; host_run 10.88.0.11 hostname
# Variables: HOSTS_BRIDGE, HOSTS_GATEWAY (address of the bridge with prefix), HOSTS_TREE, HOSTS_DIR (made by hosts_begin).

HOSTS_BRIDGE=${HOSTS_BRIDGE:-plainbr0}
HOSTS_GATEWAY=${HOSTS_GATEWAY:-10.88.0.1/24}
HOSTS_TREE=${HOSTS_TREE:-${SEALER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/sealer}/node/debian-12}
HOSTS_DIR=${HOSTS_DIR:-}
HOSTS_PASSWORD=${HOSTS_PASSWORD:-sealer}

hosts_say() { printf 'hosts: %s\n' "$*" >&2; }

# Makes the state directory, the key pair and the bridge.
hosts_begin() {
  [ -x "$HOSTS_TREE/sbin/init" ] || { hosts_say "no root tree $HOSTS_TREE; run: images/node/build-root"; return 1; }
  command -v systemd-nspawn >/dev/null || { hosts_say "systemd-nspawn is missing; run: apt-get install -y systemd-container"; return 1; }
  HOSTS_TREE=$(readlink -f "$HOSTS_TREE")    # a later build-root must not pull the tree away
  HOSTS_DIR=${HOSTS_DIR:-$(mktemp -d /var/tmp/sealer-hosts.XXXXXX)}
  ssh-keygen -q -t ed25519 -N '' -f "$HOSTS_DIR/key"
  ip link add "$HOSTS_BRIDGE" type bridge || { hosts_say "bridge $HOSTS_BRIDGE exists: another run?"; HOSTS_BRIDGE=''; return 1; }
  ip address add "$HOSTS_GATEWAY" dev "$HOSTS_BRIDGE"
  ip link set "$HOSTS_BRIDGE" up
}

# host_up NAME IP: boots and returns when sshd answers. May run in parallel with others.
host_up() {
  local name=$1 ip=$2 dir=$HOSTS_DIR/$1
  mkdir -p "$dir"/{upper,work,root,disk}
  cp -a "$HOSTS_TREE/var/lib/." "$dir/disk/"    # overlay on overlay is refused: data lies on the real disk
  mount -t overlay overlay -o "lowerdir=$HOSTS_TREE,upperdir=$dir/upper,workdir=$dir/work" "$dir/root" || return 1
  host_configure "$name" "$ip" "$dir/root"
  host_cgroups "$name"
  host_boot "$name" "$dir"
  host_wait "$name" "$ip"
}

# What makes one host different from another, written before it boots.
host_configure() {
  local name=$1 ip=$2 root=$3
  echo "$name" >"$root/etc/hostname"
  echo "$ip $name" >>"$root/etc/hosts"
  printf 'ADDRESS=%s/%s\nGATEWAY=%s\n' "$ip" "${HOSTS_GATEWAY#*/}" "${HOSTS_GATEWAY%/*}" >"$root/etc/default/host0"
  install -d -m 700 "$root/root/.ssh"
  install -m 600 "$HOSTS_DIR/key.pub" "$root/root/.ssh/authorized_keys"
  printf 'root:%s\n' "$HOSTS_PASSWORD" | chroot "$root" chpasswd
}

# An own group in every v1 controller, so that hosts do not see each other's pods.
host_cgroups() {
  local controller group
  for controller in $(host_controllers); do
    group=$controller/sealer/$1
    mkdir -p "$group"
    [ -e "$group/cpuset.cpus" ] || continue
    cp --no-preserve=all "$controller/cpuset.cpus" "$controller/sealer/cpuset.cpus"
    cp --no-preserve=all "$controller/cpuset.mems" "$controller/sealer/cpuset.mems"
    cp --no-preserve=all "$controller/cpuset.cpus" "$group/cpuset.cpus"
    cp --no-preserve=all "$controller/cpuset.mems" "$group/cpuset.mems"
  done
}

host_controllers() { awk '$3 ~ /^cgroup2?$/ { print $2 }' /proc/mounts; }

host_boot() {
  local name=$1 dir=$2 controller
  (
    for controller in $(host_controllers); do echo "$BASHPID" >"$controller/sealer/$name/cgroup.procs"; done
    exec systemd-nspawn --quiet --directory="$dir/root" --machine="$name" --boot --register=no --keep-unit \
      --network-bridge="$HOSTS_BRIDGE" --capability=all --system-call-filter='add_key keyctl bpf' \
      --rlimit=RLIMIT_NOFILE=1048576 --resolv-conf=off --timezone=off --link-journal=no --console=pipe --bind="$dir/disk:/var/lib"
  ) </dev/null >"$dir/console.log" 2>&1 &
  echo $! >"$dir/pid"
}

# Ready when sshd greets; fails when nspawn ends or after 60 s.
host_wait() {
  local name=$1 ip=$2 deadline=$((SECONDS + 60))
  until timeout 0.5 bash -c "exec 3<>/dev/tcp/$ip/22; read -r line <&3; [[ \$line == SSH-* ]]" 2>/dev/null; do
    [ -d "/proc/$(cat "$HOSTS_DIR/$name/pid")" ] || { hosts_say "$name ended while booting"; tail -5 "$HOSTS_DIR/$name/console.log" >&2; return 1; }
    [ $SECONDS -lt $deadline ] || { hosts_say "$name: no sshd at $ip after 60 s; see $HOSTS_DIR/$name/console.log"; return 1; }
    sleep 0.05
  done
}

HOSTS_SSH_OPTIONS=(-o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR -o BatchMode=yes -o ControlPath=none)
host_run() { local ip=$1; shift; ssh -n -i "$HOSTS_DIR/key" "${HOSTS_SSH_OPTIONS[@]}" "root@$ip" "$@"; }
host_copy() { scp -q -r -i "$HOSTS_DIR/key" "${HOSTS_SSH_OPTIONS[@]}" "$@"; }   # scp arguments

# host_down NAME: as if the power failed, then everything that the host had is taken away.
host_down() {
  local name=$1 dir=$HOSTS_DIR/$1 pid init
  [ -d "$dir" ] || return 0
  if pid=$(cat "$dir/pid" 2>/dev/null); then
    init=$(pgrep -P "$pid" || true)
    # shellcheck disable=SC2086  # killing init of the pid namespace kills all of it; nspawn then ends by itself
    [ -z "$init" ] || kill -KILL $init 2>/dev/null || true
    timeout 10 tail --pid="$pid" -f /dev/null || kill -KILL "$pid" 2>/dev/null || true
  fi
  umount "$dir/root" 2>/dev/null || umount -l "$dir/root" 2>/dev/null || true
  host_remove_cgroups "$name"
  rm -rf --one-file-system "$dir"
}

host_remove_cgroups() {
  local controller group tries
  for controller in $(host_controllers); do
    group=$controller/sealer/$1
    for ((tries = 0; tries < 40; tries++)); do    # the kernel frees a group shortly after its last process
      [ -d "$group" ] || break
      find "$group" -depth -type d -exec rmdir {} + 2>/dev/null && break
      sleep 0.05
    done
    rmdir "$controller/sealer" 2>/dev/null || true    # stays while other hosts use it
  done
}

all_down() {
  local dir
  [ -n "$HOSTS_DIR" ] || return 0
  for dir in "$HOSTS_DIR"/*/; do [ -d "$dir" ] && host_down "$(basename "$dir")" & done
  wait
  [ -z "$HOSTS_BRIDGE" ] || ip link del "$HOSTS_BRIDGE" 2>/dev/null || true
  rm -rf --one-file-system "$HOSTS_DIR"
}
