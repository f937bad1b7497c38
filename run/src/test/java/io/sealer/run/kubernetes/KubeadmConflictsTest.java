package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.clusterfile.KubeadmDocuments;
import org.junit.jupiter.api.Test;

final class KubeadmConflictsTest {
  @Test
  void everything_that_only_sealer_can_set_is_named_at_once() {
    var user =
        KubeadmDocuments.read(
            """
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: ClusterConfiguration
            kubernetesVersion: v1.21.0
            controlPlaneEndpoint: lb.example:443
            etcd: {external: {endpoints: [https://10.0.0.9:2379]}}
            ---
            apiVersion: kubeadm.k8s.io/v1beta3
            kind: InitConfiguration
            localAPIEndpoint: {advertiseAddress: 10.0.0.2, bindPort: 8443}
            nodeRegistration: {name: other}
            """);

    assertThat(KubeadmConflicts.in(user, "v1.20.2"))
        .containsExactlyInAnyOrder(
            "ClusterConfiguration: etcd.external cannot be set: etcd runs on the masters",
            "ClusterConfiguration: controlPlaneEndpoint cannot be 'lb.example:443': it is"
                + " apiserver.cluster.local:6443",
            "ClusterConfiguration: kubernetesVersion cannot be 'v1.21.0': it is v1.20.2",
            "InitConfiguration: localAPIEndpoint.advertiseAddress cannot be set: every host gets"
                + " its own: its address in spec.hosts",
            "InitConfiguration: nodeRegistration.name cannot be set: every host gets its own: its"
                + " hostname",
            "InitConfiguration: localAPIEndpoint.bindPort cannot be 8443: API servers listen on"
                + " port 6443");
  }

  @Test
  void what_the_user_may_decide_is_no_conflict() {
    var user =
        KubeadmDocuments.read(
            """
            apiVersion: kubeadm.k8s.io/v1beta2
            kind: ClusterConfiguration
            kubernetesVersion: v1.20.2
            certificatesDir: /etc/kubernetes/pki
            etcd: {local: {dataDir: /var/lib/etcd, extraArgs: {quota-backend-bytes: "8589934592"}}}
            apiServer: {certSANs: [api.example], extraArgs: {v: "2"}}
            ---
            apiVersion: kubelet.config.k8s.io/v1beta1
            kind: KubeletConfiguration
            maxPods: 200
            """);

    assertThat(KubeadmConflicts.in(user, "v1.20.2")).isEmpty();
  }
}
