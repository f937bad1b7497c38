package io.sealer.run.support;

import io.sealer.run.kubernetes.Etcdctl;
import java.util.List;

/**
 * What is asked of a host, and the file of the bundle that has the answer.
 *
 * @param file its name
 * @param script for the shell; what it says on standard error is part of the answer. It exits with
 *     another status than zero when something is missing that every host of a cluster has
 */
record Question(String file, String script) {
  /**
   * {@code want} runs what every host can answer, {@code look} what some can; {@code last} is a
   * {@code want} of which so many lines count; {@code show} prints the files that are there.
   */
  private static final String BEGIN =
      """
      exec 2>&1
      status=0
      failed() { status=$1; shift; echo "# exited $status: $*"; }
      want() { "$@" || failed $? "$@"; }
      look() { command -v "$1" >/dev/null || return 0; "$@" || :; }
      last() { lines=$1; shift; text=$("$@") || failed $? "$@"; printf '%s\\n' "$text" | tail -n "$lines"; }
      show() { for file; do [ ! -f "$file" ] || { echo "# $file"; want cat "$file"; echo; }; done; }
      """;

  private static final String KUBECTL =
      """
      api() { kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout=20s "$@"; }
      k() { echo "# kubectl $*"; want api "$@"; echo; }
      maybe() { echo "# kubectl $*"; look api "$@"; echo; }
      """;

  Question {
    script = BEGIN + script + "\nexit $status\n";
  }

  /** Of every host. Files of secrets are never asked for. */
  static final List<Question> OF_HOSTS =
      List.of(
          new Question(
              "system.txt",
              """
              want uname -a; want cat /etc/os-release; want date -u; want nproc; want df -h; look df -i
              look uptime; look free -m; look swapon --show; look timedatectl; look getenforce
              want cat /proc/sys/kernel/random/boot_id /proc/cmdline; want head -n 200 /proc/mounts
              look ps -eo pid,ppid,etime,rss,comm --sort=-rss | head -n 60
              """),
          new Question(
              "network.txt",
              """
              want ip address; want ip route; want ip rule; show /etc/hosts /etc/resolv.conf; look ss -lntp | head -n 100
              look nft list ruleset | head -n 600; look iptables-save | head -n 600; look ipvsadm -Ln | head -n 100
              """),
          new Question(
              "units.txt",
              """
              want systemctl --failed --no-pager
              look systemctl status kubelet containerd docker sealer-node --no-pager -l -n 0
              for unit in kubelet containerd sealer-node; do want systemctl cat $unit --no-pager; done
              """),
          new Question("kubelet.log", "want journalctl -u kubelet --no-pager -o short-iso -n 800"),
          new Question(
              "containerd.log", "want journalctl -u containerd --no-pager -o short-iso -n 400"),
          new Question(
              "agent.log", "want journalctl -u sealer-node --no-pager -o short-iso -n 400"),
          new Question("kernel.log", "last 300 dmesg"),
          new Question(
              "sealer.txt",
              """
              show /etc/sealer/node.json /etc/sealer/balancer.json /var/lib/sealer/node/cluster /var/lib/sealer/node/steps/*
              want cat /var/lib/sealer/ledger.jsonl
              want /var/lib/sealer/agent/current/bin/sealer-node version
              look /var/lib/sealer/agent/current/bin/sealer-node balancer --config /etc/sealer/node.json
              look du -sh /var/lib/sealer/* /var/lib/containerd /var/lib/etcd
              """),
          new Question(
              "containers.txt",
              """
              want ctr -n k8s.io containers list; want ctr -n k8s.io tasks list; want ctr -n k8s.io images list -q
              show /etc/containerd/config.toml /etc/containerd/certs.d/*/hosts.toml; look ls -l /etc/cni/net.d /opt/cni/bin
              """),
          new Question(
              "kubernetes.txt",
              """
              want ls -lR /etc/kubernetes; want cat /var/lib/kubelet/config.yaml
              show /var/lib/kubelet/kubeadm-flags.env /etc/kubernetes/manifests/*.yaml
              look kubeadm certs check-expiration
              """),
          new Question(
              "pods.log",
              """
              for file in /var/log/pods/kube-system_*/*/*.log; do
                [ ! -f "$file" ] || { echo "# $file"; look tail -n 120 "$file"; }
              done
              """));

  /** Of a master whose API server answers. */
  static final List<Question> OF_CLUSTER =
      List.of(
          new Question(
              "objects.txt",
              KUBECTL
                  + """
                  k version; k get nodes -o wide; k get pods -A -o wide; k get deployments,daemonsets,statefulsets,jobs -A -o wide
                  k get services,endpoints -A; k get persistentvolumes,persistentvolumeclaims -A; k get csr; maybe get componentstatuses
                  for name in kubeadm-config kube-proxy coredns; do maybe -n kube-system get configmap $name -o yaml; done
                  """),
          new Question(
              "events.txt", KUBECTL + "last 1000 api get events -A --sort-by=.lastTimestamp"),
          new Question("nodes.txt", KUBECTL + "k describe nodes"),
          new Question(
              "troubled-pods.txt",
              KUBECTL
                  + """
                  pods=$(api get pods -A --no-headers) || failed $? get pods
                  echo "$pods" | awk '{ split($3, r, "/"); if (r[1] != r[2] && $4 != "Completed") print $1, $2 }' | head -n 40 \\
                    | while read -r namespace pod; do
                        maybe -n "$namespace" describe pod "$pod"
                        maybe -n "$namespace" logs --all-containers --tail=80 "$pod"
                      done
                  """),
          new Question(
              "etcd.txt",
              Etcdctl.function("etcd")
                  + """
              want etcd member list -w table; look etcd endpoint status --cluster -w table
              look etcd endpoint health --cluster; want etcd alarm list
              """));
}
