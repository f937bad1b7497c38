# Says what this machine is: one fact a line, words parted by tabs. Arguments: paths whose free space is wanted.
set -u
tab=$(printf '\t') cr=$(printf '\r') nl='
'
# One write a line: lines of programs that run side by side must not mix.
say() {
  fact=$1
  shift
  for word; do
    case $word in *"$tab"* | *"$cr"* | *"$nl"*) word=$(printf '%s' "$word" | tr '\t\n\r' '   ') ;; esac
    fact=$fact$tab$word
  done
  printf '%s\n' "$fact"
}
first() { "$@" 2>/dev/null </dev/null | { read -r line || :; printf '%s' "${line-}"; }; }

say sealer-facts 1
say time "$(date +%s.%N)"
say uid "$(id -u)"
uname -snrm | { read -r system name release machine; say hostname "$name"; say kernel "$system" "$release" "$machine"; }
for release in /etc/os-release /usr/lib/os-release; do
  if [ -r "$release" ]; then
    (. "$release"; say os-release "${ID-linux}" "${VERSION_ID-}" "${PRETTY_NAME-}")
    break
  fi
done
if [ -s /etc/machine-id ]; then say machine-id "$(cat /etc/machine-id)"; fi
say cpus "$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)"
while read -r name kib _; do
  case $name in
    MemTotal:) say memory "$((kib * 1024))" ;;
    SwapTotal:) say swap "$((kib * 1024))" ;;
  esac
done </proc/meminfo

filesystem() {
  found=unknown
  while read -r _ at type _; do
    if [ "$at" = "$1" ]; then found=$type; fi
  done </proc/self/mounts
  printf '%s' "$found"
}
for path; do
  at=$path
  while [ ! -e "$at" ]; do at=${at%/*}; [ -n "$at" ] || at=/; done
  df -Pk "$at" | {
    read -r _
    read -r _ total _ free _ mount
    say disk "$path" "$mount" "$(filesystem "$mount")" "$((total * 1024))" "$((free * 1024))"
  }
done

for net in /sys/class/net/*; do
  if [ -d "$net" ]; then say interface "${net##*/}"; fi
done
if command -v ip >/dev/null; then
  ip -o addr show | while read -r _ name family address _; do
    case $family in inet | inet6) say address "${name%%@*}" "$address" ;; esac
  done
  source_of() {
    while [ $# -gt 1 ]; do
      if [ "$1" = src ]; then say default-address "$2"; return 0; fi
      shift
    done
    return 1
  }
  source_of $(ip -o -4 route get 192.0.2.1 2>/dev/null) || source_of $(ip -o -6 route get 2001:db8::1 2>/dev/null) || :
fi

unified=no legacy=no
while read -r _ _ type _; do
  case $type in
    cgroup2) unified=yes ;;
    cgroup) legacy=yes ;;
  esac
done </proc/self/mounts
say cgroups "$legacy" "$unified"
say init "$(cat /proc/1/comm)"

if command -v ss >/dev/null; then
  ss -Hlntup | while read -r protocol _ _ _ local _ users; do say listen "$protocol" "$local" "${users-}"; done
else
  for protocol in tcp tcp6 udp udp6; do
    state=0A
    case $protocol in udp*) state=07 ;; esac
    grep " $state " "/proc/net/$protocol" 2>/dev/null | while read -r _ local _; do say listen-raw "$protocol" "$local"; done
  done
fi

# Each version costs the start of a large program. On a host that sealer has set up nobody asks for them any more.
versions=yes
if [ -e /var/lib/sealer/node ]; then versions=no; fi
program() {
  kind=$1 name=$2
  shift 2
  path=$(command -v "$name") || return 0
  if [ $versions = no ]; then set --; fi
  say "$kind" "$name" "$path" "$([ $# -eq 0 ] || first "$name" "$@")"
}
for name in containerd dockerd crio podman; do program runtime "$name" --version & done
program kubernetes kubeadm version -o short &
program kubernetes kubelet --version &
program kubernetes k3s --version &
program kubernetes k0s version &
program kubernetes kubectl
wait
for file in /etc/kubernetes/*.conf /etc/kubernetes/manifests/*.yaml /etc/kubernetes/pki/ca.crt /var/lib/etcd/member /var/lib/kubelet/config.yaml; do
  if [ -e "$file" ]; then say kubernetes-file "$file"; fi
done
running=no
for comm in /proc/[0-9]*/comm; do
  if read -r name <"$comm" && [ "$name" = kubelet ]; then running=yes; fi
done 2>/dev/null
say kubelet-running "$running"
for file in /etc/sealer/* /var/lib/sealer/*; do
  if [ -e "$file" ]; then say sealer-file "$file"; fi
done
say end
