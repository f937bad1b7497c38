package io.sealer.run.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealer.host.Secret;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.registry.Credential;
import io.sealer.oci.registry.CredentialSource;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.testing.DockerRegistry;
import io.sealer.oci.registry.testing.TestCertificates;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.clusterfile.RegistrySpec;
import io.sealer.run.clusterfile.RegistrySpec.Credentials;
import io.sealer.run.engine.StepFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Against Debian's docker-registry with TLS and a login. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PushImagesIT {
  private static final String PASSWORD = "very secret";

  private Path directory;
  private DockerRegistry registry;
  private DiskStore store;
  private ImageLock lock;
  private Descriptor sparse;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    directory = dir;
    var options = DockerRegistry.Options.OPEN.withLogin("pusher", PASSWORD).withTls();
    registry = DockerRegistry.start(options);
    store = DiskStore.open(dir.resolve("store"));
    Descriptor amd = Images.image(store, "amd", Platform.LINUX_AMD64);
    Descriptor arm = Images.image(store, "arm", Images.ARM);
    sparse = Images.index(store, true, amd, arm);
    lock =
        new ImageLock(
            List.of(
                Images.named("nginx:1.25", Images.index(store, false, amd, arm)),
                Images.named("quay.io/a/b:1", sparse),
                Images.named("registry.k8s.io/pause:3.9@" + sparse.digest(), sparse)));
  }

  @AfterAll
  void stop() throws Exception {
    store.close();
    registry.close();
  }

  private RegistrySpec.External spec(String password) {
    return spec(password, "team");
  }

  private RegistrySpec.External spec(String password, String project) {
    String domain = registry.host().replaceFirst(":.*", "");
    int port = Integer.parseInt(registry.host().replaceFirst(".*:", ""));
    Optional<Secret> secret = Optional.of(password).filter(p -> !p.isEmpty()).map(Secret::of);
    return new RegistrySpec.External(
        domain,
        port,
        project,
        Optional.of(new Credentials("pusher", secret)),
        Optional.of(registry.ca()));
  }

  private PushImages push(RegistrySpec.External spec) throws Exception {
    return new PushImages(lock, store, ExternalAccess.of(spec, CredentialSource.ANONYMOUS));
  }

  @Test
  void all_images_are_there_afterwards_and_a_second_run_has_nothing_to_do() throws Exception {
    PushImages work = push(spec(PASSWORD, "first"));
    var at = new Operator(work);
    assertThat(work.check(at)).contains(registry.host() + " lacks 7 of 7 images");

    work.run(at);

    assertThat(work.check(at)).isEmpty();
    assertThat(at.sent.get()).isPositive();
    try (RegistryClient client = work.external().client()) {
      Reference nginx = Reference.parse(registry.host() + "/first/library/nginx:1.25");
      assertThat(client.resolve(nginx).digest())
          .isEqualTo(lock.entries().getFirst().descriptor().digest());
      Reference partial = Reference.parse(registry.host() + "/first/a/b:1");
      assertThat(client.resolve(partial).digest()).isNotEqualTo(sparse.digest());
    }
    assertThat(work.toString() + at.step()).doesNotContain(PASSWORD);
  }

  @Test
  void the_password_of_sealer_login_is_taken_when_the_file_has_none() throws Exception {
    CredentialSource logins = _ -> Optional.of(new Credential.Basic("pusher", PASSWORD));
    var work = new PushImages(lock, store, ExternalAccess.of(spec(""), logins));
    work.run(new Operator(work));
    assertThat(work.check(new Operator(work))).isEmpty();

    assertThatThrownBy(() -> push(spec("")))
        .hasMessageContaining("no password for user pusher at " + registry.host());
  }

  @Test
  void what_is_wrong_is_told_with_what_to_do() throws Exception {
    assertThat(failure(spec("wrong")))
        .hasMessageContaining("HTTP 401")
        .extracting(StepFailure::hint)
        .asString()
        .contains("sealer login " + registry.host());

    var good = spec(PASSWORD);
    Path other = Files.createDirectory(directory.resolve("other"));
    Path stranger = TestCertificates.make(other, good.domain());
    assertThat(failure(with(good, good.port(), stranger)).hint())
        .contains("its authority in spec.registry.externalRegistry.ca");
    assertThat(failure(with(good, 1, registry.ca())).hint())
        .contains("domain and port in spec.registry.externalRegistry right?");
    assertThatThrownBy(() -> push(with(good, good.port(), directory.resolve("none.pem"))))
        .hasMessageContaining("externalRegistry.ca: cannot read");
  }

  private static RegistrySpec.External with(RegistrySpec.External spec, int port, Path authority) {
    return new RegistrySpec.External(
        spec.domain(), port, spec.project(), spec.credentials(), Optional.of(authority));
  }

  private StepFailure failure(RegistrySpec.External spec) throws Exception {
    PushImages work = push(spec);
    return catchThrowableOfType(StepFailure.class, () -> work.check(new Operator(work)));
  }
}
