# Prints what is left of sealer and Kubernetes on this host, one thing a line; entries of the ledger on standard input as for remove.sh.
set -u

while read -r kind path backup; do
  case $kind in
    FILE) [ "$backup" = - ] && { [ -e "$path" ] || [ -L "$path" ]; } && echo "file $path" ;;
    TREE) [ -d "$path" ] && [ -n "$(find "$path" -mindepth 1 -print -quit)" ] && echo "directory $path" ;;
    SHARED)
      if [ "$backup" = - ]; then
        [ -d "$path" ] && [ -n "$(find "$path" -mindepth 1 -print -quit)" ] && echo "directory $path"
      else
        (cd "$path" 2>/dev/null && find . -mindepth 1) | while IFS= read -r file; do
          { [ -e "$backup/$file" ] || [ -L "$backup/$file" ]; } || echo "file $path/${file#./}"
        done
      fi
      ;;
    UNIT) [ "$backup" = - ] && systemctl -q is-active "$path" 2>/dev/null && echo "unit $path" ;;
    LINES) grep -q '^# BEGIN sealer$' "$path" && echo "lines in $path" ;;
  esac
done
for dir in /proc/[0-9]*; do
  name=$(cat "$dir/comm" 2>/dev/null) || continue
  case $name in
    kubelet | kube-apiserver | kube-controller | kube-scheduler | kube-proxy | etcd | sealer-node) echo "process ${dir#/proc/} $name" ;;
    containerd-shim*) tr '\0' ' ' < "$dir/cmdline" 2>/dev/null | grep -q ' -namespace k8s\.io ' && echo "process ${dir#/proc/} $name" ;;
  esac
done
awk '{ print $2 }' /proc/self/mounts \
  | grep -E '^(/var/lib/kubelet/|/run/containerd/io[.]containerd[.]runtime[.]v[^/]*/k8s[.]io/|/run/containerd/io[.]containerd[.]grpc[.]v1[.]cri/|/run/netns/cni-).' \
  | sed 's/^/mount /'
for link in cni0 flannel.1 kube-ipvs0; do ip link show "$link" >/dev/null 2>&1 && echo "link $link"; done
ip route show proto 83 2>/dev/null | sed 's/^/route /'
if command -v nft >/dev/null 2>&1; then
  for family in ip ip6; do nft list table $family sealer-apiserver >/dev/null 2>&1 && echo "nftables rules of the balancer"; done
fi
for tool in iptables ip6tables; do
  command -v "$tool-save" >/dev/null 2>&1 && "$tool-save" 2>/dev/null | grep -qE '^:(KUBE|CNI|SEALER)-' && echo "$tool rules"
done
exit 0
