# Stops Kubernetes on this host: kubelet, pods, their mounts, links, firewall rules and routes. Safe to repeat.
set -u

systemctl stop kubelet.service 2>/dev/null

# The balancer's rules outlive the agent on purpose: it must end before they go.
if [ -f /etc/sealer/balancer.json ] && [ -x /var/lib/sealer/agent/current/bin/sealer-node ]; then
  systemctl stop sealer-node.service 2>/dev/null
  /var/lib/sealer/agent/current/bin/sealer-node balancer-clear --config /etc/sealer/node.json
fi

# Every container of Kubernetes hangs below a shim of namespace k8s.io; what it started dies first.
descendants() {
  for child in $(cat /proc/"$1"/task/*/children 2>/dev/null); do descendants "$child"; echo "$child"; done
}
shims() {
  for dir in /proc/[0-9]*; do
    tr '\0' ' ' < "$dir/cmdline" 2>/dev/null | grep -q 'containerd-shim.* -namespace k8s\.io ' && echo "${dir#/proc/}"
  done
}
deadline=$(($(date +%s) + 30))
while [ -n "$(shims)" ] && [ "$(date +%s)" -lt "$deadline" ]; do
  for shim in $(shims); do
    for process in $(descendants "$shim") "$shim"; do kill -KILL "$process" 2>/dev/null; done
  done
  sleep 0.1
done

# Deepest mounts first; the directories themselves may be mounts of somebody else, as are other namespaces of a containerd that is kept.
containerd='/run/containerd/io[.]containerd[.]runtime[.]v[^/]*/k8s[.]io/|/run/containerd/io[.]containerd[.]grpc[.]v1[.]cri/'
if grep -q '"path":"/etc/systemd/system/containerd.service"' /var/lib/sealer/ledger.jsonl 2>/dev/null; then
  containerd='/run/containerd/|/var/lib/containerd/'
fi
awk '{ print $2 }' /proc/self/mounts | grep -E "^(/var/lib/kubelet/|$containerd|/run/netns/cni-|/var/run/netns/cni-|/var/lib/sealer/data/)." \
  | sort -r | while read -r mount; do umount "$mount" 2>/dev/null || umount -l "$mount" 2>/dev/null; done

# Virtual servers of kube-proxy, whose addresses lie on a link of its own or whose ports are those of nodes; others on this host stay.
if command -v ipvsadm >/dev/null 2>&1 && ip link show kube-ipvs0 >/dev/null 2>&1; then
  addresses=$(ip -o addr show dev kube-ipvs0 | awk '{ sub("/.*", "", $4); print $4 }')
  ipvsadm -Sn 2>/dev/null | while read -r verb protocol server _; do
    [ "$verb" = -A ] || continue
    address=${server%:*} port=${server##*:}
    address=${address#[} address=${address%]}
    if printf '%s\n' "$addresses" | grep -qxF -e "$address" || { [ "$port" -ge 30000 ] && [ "$port" -le 32767 ]; } 2>/dev/null; then
      ipvsadm -D "$protocol" "$server"
    fi
  done
fi
for netns in /run/netns/cni-*; do [ -e "$netns" ] && rm -f "$netns"; done
for link in cni0 flannel.1 kube-ipvs0 nodelocaldns vxlan.calico tunl0@NONE; do
  ip link show "$link" >/dev/null 2>&1 && ip link delete "$link" 2>/dev/null
done
ip route show 2>/dev/null | sed -n 's/^\([0-9./]*\) via .* metric 88.*/\1/p' | while read -r net; do ip route del "$net" metric 88 2>/dev/null; done

# Rules of a pod network carry no name but its addresses.
subnets=$(sed -n 's/.*"subnet": *"\([0-9a-f.:/]*\)".*/\1/p' /etc/cni/net.d/* 2>/dev/null | sort -u | sed 's/[.]/[.]/g; s/$/ /' | tr '\n' '|')
ours="${subnets}KUBE-|CNI-|SEALER-"
clean_rules() {
  command -v "$1-save" >/dev/null 2>&1 || return 0
  rules=$("$1-save" 2>/dev/null) || return 0
  printf '%s\n' "$rules" | grep -qE -e "$ours" || return 0
  printf '%s\n' "$rules" | grep -vE -e "$ours" | "$1-restore" 2>/dev/null
}
for tool in iptables iptables-nft iptables-legacy ip6tables ip6tables-nft ip6tables-legacy; do clean_rules "$tool"; done
# iptables makes its tables when it is used first; one that lets everything pass and has no rule is as good as none.
for table in filter nat mangle raw; do
  for family in ip ip6; do
    chains=$(nft list table $family $table 2>/dev/null) || continue
    printf '%s\n' "$chains" \
      | grep -qvE '^(#.*|table .*|[[:space:]]*(chain [A-Z]+ [{]|type .* hook .* policy accept;|[}])?)$' && continue
    nft delete table $family $table 2>/dev/null
  done
done
for group in /sys/fs/cgroup/*/kubepods* /sys/fs/cgroup/kubepods*; do
  [ -d "$group" ] && find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
done
exit 0
