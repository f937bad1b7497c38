package io.sealer.share.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerTlsTest {
  private static final String EC = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1";

  @TempDir Path directory;

  @BeforeEach
  void make() throws Exception {
    make("one", EC);
    make("two", EC);
  }

  private void make(String name, String kind) throws IOException, InterruptedException {
    String command =
        "openssl req -x509 -nodes -days 3 -subj /CN=registry -keyout %s.key -out %s.crt %s"
            .formatted(name, name, kind);
    Process process =
        new ProcessBuilder(command.split(" "))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("openssl.log").toFile())
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private ServerOptions.Tls files(String certificate, String key) {
    return new ServerOptions.Tls(directory.resolve(certificate), directory.resolve(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {EC, "-newkey rsa:2048", "-newkey ed25519"})
  void a_certificate_and_its_key_are_taken(String kind) throws Exception {
    make("own", kind);
    assertThat(ServerTls.context(files("own.crt", "own.key")).getProtocol()).isEqualTo("TLS");
  }

  @Test
  void a_key_of_another_certificate_is_refused_at_once() throws Exception {
    make("rsa", "-newkey rsa:2048");
    for (String other : List.of("two.key", "rsa.key")) {
      assertThatThrownBy(() -> ServerTls.context(files("one.crt", other)))
          .hasMessageContaining(other + " does not belong to the certificate in");
    }
  }

  @Test
  void files_that_cannot_be_used_are_told() throws Exception {
    assertThatThrownBy(() -> ServerTls.context(files("none.crt", "one.key")))
        .hasMessageContaining("none.crt does not exist");
    assertThatThrownBy(() -> ServerTls.context(files("one.key", "one.key")))
        .hasMessageContaining("one.key has no");
    assertThatThrownBy(() -> ServerTls.context(files("one.crt", "one.crt")))
        .hasMessageContaining("one.crt");
    Files.copy(
        directory.resolve("one.crt"),
        directory.resolve("two.key"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> ServerTls.context(files("one.crt", "two.key")))
        .hasMessageContaining("two.key");
  }
}
