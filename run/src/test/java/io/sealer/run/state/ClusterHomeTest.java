package io.sealer.run.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Secret;
import io.sealer.run.clusterfile.ClusterFlags;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.RegistrySpec;
import io.sealer.run.clusterfile.RegistrySpec.External;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.pki.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterHomeTest {
  private static final String CERTIFICATE =
      "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
  private static final RunningImage IMAGE =
      new RunningImage("kubernetes:v1.20.2", "sha256:0", "v1.20.2", Optional.empty(), List.of());

  @Test
  void no_file_of_a_cluster_holds_the_password(@TempDir Path dir) throws Exception {
    Clusterfile file =
        ClusterFlags.NONE
            .withImage("kubernetes:v1.20.2")
            .withHosts("10.0.0.2", "10.0.0.3")
            .withSsh(Ssh.NOTHING.withUser("admin").withPassword(Secret.of("topsecret")))
            .toClusterfile();
    ClusterHome home = ClusterHome.of(dir, "my-cluster").make();

    home.save(file, IMAGE);

    assertThat(Files.readString(home.directory().resolve("Clusterfile")))
        .doesNotContain("topsecret");
    assertThat(home.clusterfile().orElseThrow().cluster().hosts()).hasSize(2);
    assertThat(home.image()).contains(IMAGE);
    assertThat(ClusterHome.names(dir)).containsExactly("my-cluster");
    home.remove();
    assertThat(ClusterHome.names(dir)).isEmpty();
  }

  @Test
  void another_machine_learns_everything_but_what_is_this_machines(
      @TempDir Path here, @TempDir Path there) throws Exception {
    Clusterfile file =
        ClusterFlags.NONE
            .withImage("kubernetes:v1.20.2")
            .withHosts("10.0.0.2", "10.0.0.3")
            .withSsh(
                Ssh.NOTHING
                    .withUser("admin")
                    .withPort(2222)
                    .withKey(Path.of("/home/me/.ssh/id"))
                    .withPassword(Secret.of("topsecret")))
            .toClusterfile();
    var image =
        new RunningImage(
            "kubernetes:v1.20.2",
            "sha256:0",
            "v1.20.2",
            Optional.of(Path.of("/home/me/known_hosts")),
            List.of(new AppImage("redis", "redis:7", "sha256:1")));
    ClusterHome mine = ClusterHome.of(here, "my-cluster").make();
    Authority authority = Authority.in(mine.directory());

    ClusterRecord record = mine.record(file, image);
    mine.remember(record.revision());
    ClusterHome theirs = ClusterHome.of(there, "my-cluster");
    theirs.restore(record);

    assertThat(record.files().values().stream().map(Secret::revealText))
        .noneMatch(text -> text.contains("topsecret") || text.contains("/home/me"));
    Ssh ssh = theirs.clusterfile().orElseThrow().cluster().ssh();
    assertThat(ssh).isEqualTo(Ssh.NOTHING.withUser("admin").withPort(2222));
    assertThat(theirs.image()).contains(image.withKnownHosts(Optional.empty()));
    assertThat(Authority.in(theirs.directory()).certificate()).isEqualTo(authority.certificate());
    assertThat(theirs.revision()).isEqualTo(mine.revision());
    assertThat(theirs.record(theirs.clusterfile().orElseThrow(), image)).isEqualTo(record);
    assertThat(mine.record(file, image.withoutApp("redis")).revision().number()).isEqualTo(2);
  }

  @Test
  void the_authority_of_the_users_registry_goes_along_and_outlives_the_users_file(
      @TempDir Path here, @TempDir Path there) throws Exception {
    Path given = Files.writeString(here.resolve("my-ca.pem"), CERTIFICATE);
    Clusterfile file = withRegistry(Optional.of(given));
    ClusterHome mine = ClusterHome.of(here, "my-cluster").make();
    ClusterRecord record = firstRecord(mine, file);
    Files.delete(given);

    ClusterHome theirs = ClusterHome.of(there, "my-cluster");
    theirs.restore(record);

    for (ClusterHome home : List.of(mine, theirs)) {
      Clusterfile saved = home.clusterfile().orElseThrow();
      assertThat(authority(saved)).hasContent(CERTIFICATE);
      assertThat(authority(saved)).isAbsolute().hasParent(home.directory().toAbsolutePath());
      assertThat(home.record(saved, IMAGE)).isEqualTo(record);
    }
    assertThat(record.files().values().stream().map(Secret::revealText))
        .noneMatch(text -> text.contains(here.toString()));
  }

  @Test
  void an_authority_that_is_renewed_or_not_named_any_more_is_a_change_of_the_cluster(
      @TempDir Path here, @TempDir Path there) throws Exception {
    Path given = Files.writeString(here.resolve("my-ca.pem"), CERTIFICATE);
    Clusterfile file = withRegistry(Optional.of(given));
    ClusterHome mine = ClusterHome.of(here, "my-cluster").make();
    ClusterRecord first = firstRecord(mine, file);
    ClusterHome theirs = ClusterHome.of(there, "my-cluster");
    theirs.restore(first);

    Files.writeString(given, "renewed\n");
    ClusterRecord second = mine.record(file, IMAGE);
    mine.remember(second.revision());
    theirs.restore(second);

    assertThat(second.revision().number()).isEqualTo(2);
    assertThat(authority(theirs.clusterfile().orElseThrow())).hasContent("renewed\n");
    theirs.restore(mine.record(withRegistry(Optional.empty()), IMAGE));
    assertThat(theirs.revision().number()).isEqualTo(3);
    assertThat(theirs.clusterfile().orElseThrow().cluster().registry().external())
        .hasValueSatisfying(external -> assertThat(external.authority()).isEmpty());
    try (var left = Files.list(theirs.directory())) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .containsExactlyInAnyOrder(
              "Clusterfile", "state.json", "revision", "agent-ca.crt", "agent-ca.key");
    }
  }

  /** What a machine hands on that has just made the cluster. */
  private static ClusterRecord firstRecord(ClusterHome home, Clusterfile file) throws Exception {
    Authority.in(home.directory());
    ClusterRecord record = home.record(file, IMAGE);
    home.save(file, IMAGE);
    home.remember(record.revision());
    return record;
  }

  private static Clusterfile withRegistry(Optional<Path> authority) {
    Clusterfile file =
        ClusterFlags.NONE
            .withImage("kubernetes:v1.20.2")
            .withHosts("10.0.0.2", "10.0.0.3")
            .toClusterfile();
    var external =
        new RegistrySpec.External("harbor.example", 0, "team", Optional.empty(), authority);
    var registry = new RegistrySpec(RegistrySpec.Local.DEFAULT, Optional.of(external));
    return file.withCluster(file.cluster().withRegistry(registry));
  }

  private static Path authority(Clusterfile file) {
    return file.cluster().registry().external().flatMap(External::authority).orElseThrow();
  }

  @Test
  void a_record_that_lacks_a_file_makes_no_cluster_known(@TempDir Path dir) throws Exception {
    var record = new ClusterRecord("site", new Revision(1, "0"), java.util.Map.of());
    assertThatThrownBy(() -> ClusterHome.of(dir, "site").restore(record))
        .hasMessageContaining("has no agent-ca.crt");
    assertThat(ClusterHome.names(dir)).isEmpty();
  }

  @Test
  void a_users_kubeconfig_is_written_only_where_there_is_none_and_removed_only_unchanged(
      @TempDir Path dir) throws Exception {
    Path ours = Files.writeString(dir.resolve("admin.conf"), "ours");
    Path config = dir.resolve(".kube/config");
    var user = new UserKubeconfig(dir);

    user.write(ours, false);
    assertThat(config).hasContent("ours");

    Files.writeString(config, "theirs");
    user.write(ours, false);
    user.remove(ours);
    assertThat(config).hasContent("theirs");

    user.write(ours, true);
    assertThat(config).hasContent("ours");
    assertThat(dir.resolve(".kube/config.before-sealer")).hasContent("theirs");
    user.remove(ours);
    assertThat(config).doesNotExist();
  }
}
