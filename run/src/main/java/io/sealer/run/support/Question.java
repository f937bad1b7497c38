package io.sealer.run.support;

import java.util.List;

/**
 * What is asked of a host, and the file of the bundle that has the answer.
 *
 * @param file its name
 * @param script for the shell; what it says on standard error is part of the answer
 */
record Question(String file, String script) {
  private static final String KUBECTL =
      "k() { echo \"# kubectl $*\"; kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout=20s \"$@\"; echo; }\n";

  /** Of every host. Files of secrets are never asked for. */
  static final List<Question> OF_HOSTS =
      List.of(
          new Question(
              "system.txt",
              """
              uname -a; cat /etc/os-release; uptime; date -u; nproc; free -m; df -h; df -i; swapon --show
              timedatectl 2>/dev/null; cat /proc/sys/kernel/random/boot_id; getenforce 2>/dev/null; cat /proc/cmdline
              mount | head -n 200; ps -eo pid,ppid,etime,rss,comm --sort=-rss | head -n 60
              """),
          new Question(
              "network.txt",
              """
              ip address; ip route; ip rule; cat /etc/hosts /etc/resolv.conf; ss -lntp | head -n 100
              nft list ruleset 2>/dev/null | head -n 600; iptables-save 2>/dev/null | head -n 600; ipvsadm -Ln 2>/dev/null | head -n 100
              """),
          new Question(
              "units.txt",
              """
              systemctl --failed --no-pager
              systemctl status kubelet containerd docker sealer-node --no-pager -l -n 0
              systemctl cat kubelet containerd sealer-node --no-pager
              """),
          new Question("kubelet.log", "journalctl -u kubelet --no-pager -o short-iso -n 800"),
          new Question("containerd.log", "journalctl -u containerd --no-pager -o short-iso -n 400"),
          new Question("agent.log", "journalctl -u sealer-node --no-pager -o short-iso -n 400"),
          new Question("kernel.log", "dmesg 2>/dev/null | tail -n 300"),
          new Question(
              "sealer.txt",
              """
              cat /etc/sealer/node.json /etc/sealer/balancer.json; cat /var/lib/sealer/node/cluster
              tail -n +1 /var/lib/sealer/node/steps/* 2>/dev/null; cat /var/lib/sealer/ledger.jsonl
              /var/lib/sealer/agent/current/bin/sealer-node version
              /var/lib/sealer/agent/current/bin/sealer-node balancer --config /etc/sealer/node.json
              du -sh /var/lib/sealer/* /var/lib/containerd /var/lib/etcd 2>/dev/null
              """),
          new Question(
              "containers.txt",
              """
              ctr -n k8s.io containers list; ctr -n k8s.io tasks list; ctr -n k8s.io images list -q
              cat /etc/containerd/config.toml; tail -n +1 /etc/containerd/certs.d/*/hosts.toml; ls -l /etc/cni/net.d /opt/cni/bin
              """),
          new Question(
              "kubernetes.txt",
              """
              ls -lR /etc/kubernetes; cat /var/lib/kubelet/config.yaml /var/lib/kubelet/kubeadm-flags.env
              tail -n +1 /etc/kubernetes/manifests/*.yaml
              kubeadm certs check-expiration 2>&1
              """),
          new Question(
              "pods.log",
              """
              for file in /var/log/pods/kube-system_*/*/*.log; do echo "# $file"; tail -n 120 "$file"; done
              """));

  /** Of a master whose API server answers. */
  static final List<Question> OF_CLUSTER =
      List.of(
          new Question(
              "objects.txt",
              KUBECTL
                  + """
                  k version; k get nodes -o wide; k get pods -A -o wide; k get deployments,daemonsets,statefulsets,jobs -A -o wide
                  k get services,endpoints -A; k get persistentvolumes,persistentvolumeclaims -A; k get csr; k get componentstatuses
                  k -n kube-system get configmap kubeadm-config kube-proxy coredns -o yaml
                  """),
          new Question(
              "events.txt", KUBECTL + "k get events -A --sort-by=.lastTimestamp | tail -n 1000"),
          new Question("nodes.txt", KUBECTL + "k describe nodes"),
          new Question(
              "troubled-pods.txt",
              KUBECTL
                  + """
                  kubectl --kubeconfig /etc/kubernetes/admin.conf get pods -A --no-headers | awk '{ split($3, r, "/"); if (r[1] != r[2] && $4 != "Completed") print $1, $2 }' \
                    | head -n 40 | while read -r namespace pod; do k -n "$namespace" describe pod "$pod"; k -n "$namespace" logs --all-containers --tail=80 "$pod"; done
                  """),
          new Question(
              "etcd.txt",
              """
              etcd=$(pgrep -x etcd | head -n 1)
              export ETCDCTL_API=3
              ask() { nsenter --mount --target "$etcd" etcdctl --endpoints=https://127.0.0.1:2379 \
                --cacert=/etc/kubernetes/pki/etcd/ca.crt --cert=/etc/kubernetes/pki/etcd/server.crt --key=/etc/kubernetes/pki/etcd/server.key "$@"; }
              ask member list -w table; ask endpoint status --cluster -w table; ask endpoint health --cluster; ask alarm list
              """));
}
