package io.sealer.run.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.run.clusterfile.KubeadmDocument;
import io.sealer.run.clusterfile.KubeadmDocuments;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    String text = config("v1.20.2").master(NODE);

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
    String text = config("v1.31.0").master(NODE);

    assertThat(text)
        .contains("apiVersion: kubeadm.k8s.io/v1beta4")
        .contains("extraArgs:\n  - name: v\n    value: '2'")
        .contains("kubeletExtraArgs:\n  - name: node-ip\n    value: 10.0.0.2")
        .doesNotContain("CoreDNS");
  }

  @Test
  void a_worker_is_registered_as_the_image_says_with_its_own_taints() {
    List<KubeadmDocument> user =
        KubeadmDocuments.read(
            """
            apiVersion: kubeadm.k8s.io/v1beta2
            kind: InitConfiguration
            nodeRegistration:
              taints: [{key: only-masters, effect: NoSchedule}]
            ---
            apiVersion: kubeadm.k8s.io/v1beta2
            kind: JoinConfiguration
            nodeRegistration:
              taints: [{key: gpu, value: "yes", effect: NoSchedule}]
              kubeletExtraArgs: {v: "4"}
            """);

    String text = config("v1.20.2", user).worker(NODE);

    assertThat(text)
        .contains("kind: InitConfiguration")
        .contains("criSocket: /run/containerd/containerd.sock")
        .contains("register-with-taints: gpu=yes:NoSchedule")
        .contains("node-ip: 10.0.0.2")
        .contains("v: '4'")
        .contains("name: m1")
        .doesNotContain("only-masters");
  }

  @Test
  void etcd_gets_its_first_members_in_its_own_file_only() {
    KubeadmConfig config = config("v1.20.2");

    assertThat(config.etcd(NODE, Map.of("initial-cluster", "m1=https://10.0.0.2:2380")))
        .contains("initial-cluster: m1=https://10.0.0.2:2380")
        .contains("kind: InitConfiguration");
    assertThat(config.master(NODE)).doesNotContain("initial-cluster");
  }

  @Test
  void servers_are_known_by_every_name_that_kubeadm_asks_for() {
    var names = config("v1.20.2").names(NODE);

    assertThat(names.names())
        .contains("m1", "kubernetes", "kubernetes.default.svc.cluster.local", "api.example");
    assertThat(names.addresses()).contains("10.0.0.2", "10.97.0.1", "127.0.0.1");
    assertThat(names.etcdAddresses()).containsExactly("10.0.0.2", "127.0.0.1", "::1");
  }

  @Test
  void how_long_certificates_hold_is_the_users_choice_and_old_versions_are_not_told() {
    List<KubeadmDocument> user =
        KubeadmDocuments.read(
            """
            apiVersion: kubeadm.k8s.io/v1beta4
            kind: ClusterConfiguration
            certificateValidityPeriod: 87600h
            """);

    assertThat(config("v1.20.2", user).certificatesValid()).isEqualTo(Duration.ofDays(3650));
    assertThat(config("v1.20.2", user).authoritiesValid()).isEqualTo(Duration.ofDays(36_500));
    assertThat(config("v1.20.2", user).master(NODE)).doesNotContain("certificateValidityPeriod");
    assertThat(config("v1.31.0", user).master(NODE)).contains("certificateValidityPeriod: 87600h");
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
    return config(version, KubeadmDocuments.read(USER));
  }

  private static KubeadmConfig config(String version, List<KubeadmDocument> user) {
    var network =
        new ClusterNetwork(
            ClusterNetwork.DOMAIN,
            List.of("127.0.0.1"),
            Optional.empty(),
            Optional.of("10.97.0.0/22"));
    return new KubeadmConfig(
        KubeadmDocuments.read(IMAGE.replace("VERSION", version)), network, user);
  }
}
