package io.sealer.run.clusterfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ClusterfileReaderTest {
  private static final String FULL =
      """
      apiVersion: sealer.cloud/v2
      kind: Cluster
      metadata: {name: prod}
      spec:
        image: registry.example/kubernetes:v1.20.2
        env: ["A=b=c", "SvcCIDR=10.96.0.0/22"]
        ssh: {user: admin, passwd: topsecret, port: "2222"}
        hosts:
        - {ips: [10.0.0.2-10.0.0.4], roles: [master], ssh: {port: 22}}
        - {ips: [10.0.0.9, "fd00::5"], roles: [node, db], labels: {ssd: "true"}, taints: ["a-b=v:NoSchedule"]}
        registry:
          localRegistry: {domain: sea.hub, port: 5001}
        hostAliases: [{ip: 10.0.0.100, hostnames: [db.example]}]
      ---
      apiVersion: kubeadm.k8s.io/v1beta2
      kind: ClusterConfiguration
      networking: {podSubnet: 10.1.0.0/16}
      ---
      apiVersion: sealer.io/v2
      kind: Application
      metadata: {name: apps}
      spec:
        launchApps: [hello]
        configs: [{name: hello, env: [X=1], launch: {cmds: ["kubectl apply -f ."]}}]
      """;

  @Test
  void every_error_is_told_at_once_with_its_place_and_the_nearest_word() throws Exception {
    ClusterfileException e =
        catchThrowableOfType(
            ClusterfileException.class,
            () -> ClusterfileReader.read("wrong.yaml", text("wrong.yaml")));

    assertThat(
            e.problems().stream()
                .map(Problem::toString)
                .collect(Collectors.joining("\n", "", "\n")))
        .isEqualTo(text("wrong.txt"));
  }

  @Test
  void a_file_that_is_not_yaml_names_the_place() {
    assertThatThrownBy(() -> ClusterfileReader.read("c.yaml", "kind: Cluster\nspec: [a, b\n"))
        .isInstanceOf(ClusterfileException.class)
        .hasMessageStartingWith("c.yaml:3:1: not YAML: ");
  }

  @Test
  void groups_unfold_to_hosts_with_complete_ssh_settings_masters_first() throws Exception {
    Cluster cluster = ClusterfileReader.read("c", FULL).cluster();

    assertThat(cluster.hosts())
        .extracting(ClusterHost::address)
        .containsExactly("10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.9", "fd00::5");
    assertThat(cluster.masters()).hasSize(3);
    assertThat(cluster.hosts().getFirst().ssh().port()).contains(22);
    assertThat(cluster.hosts().getLast().ssh().port()).contains(2222);
    assertThat(cluster.hosts().getLast().ssh().target("fd00::5").sudo()).isTrue();
    assertThat(cluster.env()).containsEntry("A", "b=c");
    assertThat(cluster.workers().getFirst().taints())
        .containsExactly(Taint.parse("a-b=v:NoSchedule"));
  }

  @Test
  void kubeadm_documents_are_kept_as_written() throws Exception {
    Clusterfile file = ClusterfileReader.read("c", FULL);

    assertThat(file.kubeadm()).hasSize(1);
    assertThat(file.kubeadm().getFirst().content().get("networking"))
        .hasToString("{podSubnet=10.1.0.0/16}");
  }

  @Test
  void what_is_written_reads_back_the_same_but_for_secrets() throws Exception {
    Clusterfile file = ClusterfileReader.read("c", FULL);

    String text = ClusterfileWriter.write(file);

    assertThat(text).doesNotContain("topsecret");
    Clusterfile again = ClusterfileReader.read("again", text);
    Cluster open = file.cluster().withSsh(Ssh.NOTHING.withUser("admin").withPort(2222));
    assertThat(again).isEqualTo(file.withCluster(open));
  }

  private static final String REGISTRY =
      """
      apiVersion: sealer.io/v2
      kind: Cluster
      metadata: {name: prod}
      spec:
        hosts:
        - {ips: [10.0.0.1-10.0.0.3], roles: [master]}
        - {ips: [10.0.0.8-10.0.0.9], roles: [node]}
        registry:
          localRegistry:
            domain: images.example
            port: 5001
            username: reader
            password: topsecret
            insecure: true
            cert: {subjectAltName: {dnsNames: [other.example], ips: [192.0.2.1]}}
            deployHosts: [10.0.0.8-10.0.0.9, 10.0.0.2]
      """;

  private static final String EXTERNAL =
      """
      apiVersion: sealer.io/v2
      kind: Cluster
      metadata: {name: prod}
      spec:
        hosts: [{ips: [10.0.0.1], roles: [master]}]
        registry:
          externalRegistry:
            domain: harbor.example
            port: 8443
            project: team/one
            username: pusher
            password: topsecret
            ca: /etc/harbor/ca.pem
      """;

  @Test
  void an_external_registry_reads_back_the_same_but_for_its_password() throws Exception {
    Clusterfile file = ClusterfileReader.read("c", EXTERNAL);
    assertThat(file.cluster().imageHolders()).isEmpty();

    String text = ClusterfileWriter.write(file);

    assertThat(text).doesNotContain("topsecret");
    assertThat(ClusterfileReader.read("saved", text).cluster().registry().external())
        .contains(
            new RegistrySpec.External(
                "harbor.example",
                8443,
                "team/one",
                Optional.of(new RegistrySpec.Credentials("pusher", Optional.empty())),
                Optional.of(Path.of("/etc/harbor/ca.pem"))));
    String strange = EXTERNAL.replace("team/one", "Team One");
    assertThatThrownBy(() -> ClusterfileReader.read("c", strange))
        .hasMessageContaining("c:10:16: project 'Team One' cannot stand in image names");
  }

  @Test
  void a_registry_block_reads_back_the_same_but_for_its_password() throws Exception {
    Clusterfile file = ClusterfileReader.read("c", REGISTRY);

    String text = ClusterfileWriter.write(file);

    assertThat(text).doesNotContain("topsecret");
    RegistrySpec.Local saved = ClusterfileReader.read("saved", text).cluster().registry().local();
    assertThat(saved.credentials())
        .contains(new RegistrySpec.Credentials("reader", Optional.empty()));
    assertThat(saved.deployHosts()).containsExactly("10.0.0.8", "10.0.0.9", "10.0.0.2");
    assertThat(saved.certNames()).containsExactly("other.example", "192.0.2.1");
    assertThat(saved.endpoint()).isEqualTo("images.example:5001");
  }

  @Test
  void fields_of_a_registry_that_change_nothing_are_told() throws Exception {
    assertThat(ClusterfileReader.read("c", REGISTRY).withoutEffect())
        .extracting(text -> text.replaceFirst("spec.registry.localRegistry.(.*) ha.*", "$1"))
        .containsExactly("username and password", "insecure", "cert");
    String none = "{apiVersion: sealer.io/v2, kind: Cluster, spec: {}}";
    assertThat(ClusterfileReader.read("c", none).withoutEffect()).isEmpty();
  }

  @Test
  void images_are_held_by_masters_or_by_the_hosts_that_are_named() throws Exception {
    Cluster named = ClusterfileReader.read("c", REGISTRY).cluster();
    assertThat(named.imageHolders())
        .extracting(ClusterHost::address)
        .containsExactly("10.0.0.8", "10.0.0.9", "10.0.0.2");
    RegistrySpec usual = RegistrySpec.DEFAULT;
    assertThat(named.withRegistry(usual).imageHolders()).isEqualTo(named.masters());
    String alone = REGISTRY.replaceFirst("deployHosts: .*", "ha: false");
    assertThat(ClusterfileReader.read("c", alone).cluster().imageHolders())
        .containsExactly(named.masters().getFirst());
  }

  @Test
  void a_registry_block_that_cannot_be_is_refused() throws Exception {
    String strange = REGISTRY.replace("images.example", "https://images.example:5001");
    assertThatThrownBy(() -> ClusterfileReader.read("c", strange))
        .hasMessageContaining("c:10:15: domain 'https://images.example:5001' must be a host name");
    String nobody = REGISTRY.replace("username: reader", "");
    assertThatThrownBy(() -> ClusterfileReader.read("c", nobody))
        .hasMessageContaining("password without a username");
    String stranger = REGISTRY.replace("10.0.0.8-10.0.0.9, 10.0.0.2", "10.0.0.77");
    assertThat(ClusterfileReader.read("c", stranger).incomplete())
        .contains("spec.registry.localRegistry.deployHosts: 10.0.0.77 is no host of spec.hosts");
  }

  @Test
  void an_old_cluster_is_read_as_a_new_one() throws Exception {
    Cluster cluster =
        ClusterfileReader.read(
                "c",
                """
                apiVersion: sealer.aliyun.com/v1alpha1
                kind: Cluster
                metadata: {name: old}
                spec:
                  image: kubernetes:v1.19.8
                  provider: BAREMETAL
                  certSANS: [a.example]
                  network: {podCIDR: 100.64.0.0/10}
                  masters: {ipList: [10.0.0.1]}
                  nodes: {ipList: [10.0.0.2]}
                """)
            .cluster();

    assertThat(cluster.masters()).extracting(ClusterHost::address).containsExactly("10.0.0.1");
    assertThat(cluster.workers()).extracting(ClusterHost::address).containsExactly("10.0.0.2");
    assertThat(cluster.env())
        .containsEntry("CertSANs", "a.example")
        .containsEntry("PodCIDR", "100.64.0.0/10");
  }

  @Test
  void a_file_of_an_older_version_is_told_and_one_of_this_version_is_not() throws Exception {
    String old = "apiVersion: zlink.aliyun.com/v1alpha1\nkind: Cluster\nspec: {image: a}\n";

    assertThat(ClusterfileReader.read("c", old).warnings())
        .singleElement()
        .asString()
        .startsWith("apiVersion zlink.aliyun.com/v1alpha1 is read as sealer.io/v2");
    assertThat(
            ClusterfileReader.read("c", "{apiVersion: sealer.io/v2, kind: Cluster, spec: {}}")
                .warnings())
        .isEmpty();
  }

  @Test
  void hosts_are_of_one_kind_of_address() throws Exception {
    String both =
        "{apiVersion: sealer.io/v2, kind: Cluster, spec: {image: a, hosts: ["
            + "{ips: [10.0.0.1], roles: [master]}, {ips: ['fd00::1'], roles: [node]}]}}";

    assertThat(ClusterfileReader.read("c", both).incomplete())
        .containsExactly("some hosts have IPv4 addresses and some IPv6; all must be of one kind");
  }

  @Test
  void a_missing_image_and_a_missing_master_are_named() throws Exception {
    Clusterfile file =
        ClusterfileReader.read("c", "{apiVersion: sealer.io/v2, kind: Cluster, spec: {}}");

    assertThat(file.incomplete())
        .isEqualTo(
            List.of(
                "no image: name one as argument or in spec.image",
                "no master: give --masters or a host with role master in spec.hosts"));
  }

  private static String text(String name) throws IOException {
    try (InputStream in = ClusterfileReaderTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is not among the test's resources");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
