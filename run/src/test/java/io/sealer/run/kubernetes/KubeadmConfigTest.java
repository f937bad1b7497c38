package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.Secret;
import io.sealer.run.clusterfile.KubeadmDocuments;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KubeadmConfigTest {
  private static final String IMAGE =
      """
      apiVersion: kubeadm.k8s.io/v1beta2
      kind: InitConfiguration
      nodeRegistration:
        criSocket: /run/containerd/containerd.sock
      ---
      apiVersion: kubeadm.k8s.io/v1beta2
      kind: ClusterConfiguration
      kubernetesVersion: VERSION
      imageRepository: sealer.io/kube
      networking: {podSubnet: 100.64.0.0/10, serviceSubnet: 10.96.0.0/22}
      dns: {type: CoreDNS, imageTag: 1.7.0}
      ---
      apiVersion: kubelet.config.k8s.io/v1beta1
      kind: KubeletConfiguration
      cgroupDriver: cgroupfs
      """;
  private static final String USER =
      """
      apiVersion: kubeadm.k8s.io/v1beta3
      kind: ClusterConfiguration
      networking: {podSubnet: 10.1.0.0/16}
      apiServer:
        certSANs: [api.example]
        extraArgs: {v: "2"}
      """;
  private static final NodeIdentity NODE = new NodeIdentity("m1", "10.0.0.2", false);

  @Test
  void the_user_wins_over_what_is_computed_and_that_over_the_image() {
    String text = config("v1.20.2").init(NODE, Optional.empty());

    assertThat(text)
        .contains("apiVersion: kubeadm.k8s.io/v1beta2\nkind: InitConfiguration")
        .contains("podSubnet: 10.1.0.0/16")
        .contains("serviceSubnet: 10.97.0.0/22")
        .contains("controlPlaneEndpoint: apiserver.cluster.local:6443")
        .contains("- 127.0.0.1\n  - api.example")
        .contains("type: CoreDNS")
        .contains("cgroupDriver: cgroupfs")
        .contains("advertiseAddress: 10.0.0.2")
        .doesNotContain("v1beta3");
  }

  @Test
  void from_1_31_on_arguments_are_a_list() {
    String text = config("v1.31.0").init(NODE, Optional.empty());

    assertThat(text)
        .contains("apiVersion: kubeadm.k8s.io/v1beta4")
        .contains("extraArgs:\n  - name: v\n    value: '2'")
        .contains("kubeletExtraArgs:\n  - name: node-ip\n    value: 10.0.0.2")
        .doesNotContain("CoreDNS");
  }

  @Test
  void a_worker_joins_as_the_image_registers_nodes() {
    var secrets =
        new JoinSecrets(
            Secret.of("abcdef.0123456789abcdef"), "-----BEGIN CERTIFICATE-----", Optional.empty());

    String text = config("v1.20.2").join(NODE, secrets);

    assertThat(text)
        .contains("kind: JoinConfiguration")
        .contains("tlsBootstrapToken: abcdef.0123456789abcdef")
        .contains("kubeConfigPath: /etc/kubernetes/discovery.conf")
        .contains("criSocket: /run/containerd/containerd.sock")
        .contains("name: m1")
        .doesNotContain("controlPlane");
    assertThat(config("v1.20.2").discovery(secrets))
        .contains("server: https://apiserver.cluster.local:6443")
        .contains("certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t");
  }

  @ParameterizedTest
  @CsvSource({
    "v1.9.0,kubeadm.k8s.io/v1beta2", "v1.21.14,kubeadm.k8s.io/v1beta2",
    "v1.22.0,kubeadm.k8s.io/v1beta3", "v1.30.9,kubeadm.k8s.io/v1beta3",
    "1.31.0-rc.1,kubeadm.k8s.io/v1beta4"
  })
  void the_api_version_follows_the_number_not_the_text(String version, String api) {
    assertThat(KubeVersion.parse(version).kubeadmApi()).isEqualTo(api);
  }

  private static KubeadmConfig config(String version) {
    var network =
        new ClusterNetwork(
            ClusterNetwork.DOMAIN,
            List.of("127.0.0.1"),
            Optional.empty(),
            Optional.of("10.97.0.0/22"));
    return new KubeadmConfig(
        KubeadmDocuments.read(IMAGE.replace("VERSION", version)),
        network,
        KubeadmDocuments.read(USER));
  }
}
