package io.sealer.run.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sealer.host.Secret;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.registry.CredentialSource;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.registry.testing.TokenRegistry;
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

/** Against a real registry that takes nothing but tokens, as GitLab's does. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PushWithTokenIT {
  private TokenRegistry registry;
  private DiskStore store;
  private ImageLock lock;
  private Descriptor image;

  @BeforeAll
  void start(@TempDir Path dir) throws Exception {
    registry = TokenRegistry.start(Files.createDirectory(dir.resolve("registry")));
    store = DiskStore.open(dir.resolve("store"));
    image = Images.image(store, "amd", Platform.LINUX_AMD64);
    lock =
        new ImageLock(
            List.of(Images.named("nginx:1.25", image), Images.named("quay.io/a/b:1", image)));
  }

  @AfterAll
  void stop() throws Exception {
    store.close();
    registry.close();
  }

  private PushImages push(String password) throws Exception {
    var credentials = new Credentials(TokenRegistry.USER, Optional.of(Secret.of(password)));
    var spec =
        new RegistrySpec.External(
            "127.0.0.1",
            registry.port(),
            "team",
            Optional.of(credentials),
            Optional.of(registry.ca()));
    return new PushImages(lock, store, ExternalAccess.of(spec, CredentialSource.ANONYMOUS));
  }

  @Test
  void the_password_gets_tokens_and_those_push() throws Exception {
    PushImages work = push(TokenRegistry.PASSWORD);
    var at = new Operator(work);
    assertThat(work.check(at)).hasValueSatisfying(why -> assertThat(why).endsWith("2 of 2 images"));

    work.run(at);

    assertThat(work.check(at)).isEmpty();
    assertThat(registry.granted())
        .contains("repository:team/library/nginx:pull,push", "repository:team/a/b:pull,push");
    try (RegistryClient client = work.external().client()) {
      String name = work.external().registry().host() + "/team/a/b:1";
      assertThat(client.resolve(Reference.parse(name)).digest()).isEqualTo(image.digest());
    }
  }

  @Test
  void a_password_that_gets_no_token_is_told_with_what_to_do() throws Exception {
    PushImages work = push("not the password");

    StepFailure failure =
        catchThrowableOfType(StepFailure.class, () -> work.check(new Operator(work)));

    assertThat(failure)
        .hasMessageContaining("login of user pusher was refused")
        .message()
        .doesNotContain("not the password");
    assertThat(failure.hint()).contains("sealer login 127.0.0.1:" + registry.port());
  }
}
