package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class KnownHostsFileTest {
  private static final String KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl";

  @TempDir Path directory;

  private List<Integer> linesOf(String host, String... text) throws IOException {
    Path file = Files.write(directory.resolve("known_hosts"), List.of(text));
    return new KnownHostsFile(file).of(host).stream().map(KnownHostLine::number).toList();
  }

  @Test
  void names_lists_and_patterns_are_understood() throws IOException {
    String[] text = {
      "# a comment",
      "",
      "alpha,10.0.0.1 " + KEY,
      "*.example.org,!bad.example.org " + KEY + " with a comment",
      "[10.0.0.1]:2222 " + KEY,
      "host? " + KEY,
      "*.a*b*.net " + KEY
    };
    assertThat(linesOf("alpha", text)).containsExactly(3);
    assertThat(linesOf("ALPHA", text)).containsExactly(3);
    assertThat(linesOf("10.0.0.1", text)).containsExactly(3);
    assertThat(linesOf("10.0.0.10", text)).isEmpty();
    assertThat(linesOf("good.example.org", text)).containsExactly(4);
    assertThat(linesOf("bad.example.org", text)).isEmpty();
    assertThat(linesOf("[10.0.0.1]:2222", text)).containsExactly(5);
    assertThat(linesOf("host1", text)).containsExactly(6);
    assertThat(linesOf("host12", text)).isEmpty();
    assertThat(linesOf("x.aab.b.net", text)).containsExactly(7);
    assertThat(linesOf("x.aab.b.nets", text)).isEmpty();
  }

  @Test
  void hashed_names_are_understood() throws IOException {
    // As `ssh-keygen -H` writes 192.168.1.61 (the example of HMAC-SHA1 names in many manuals).
    String hashed = "|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= " + KEY;
    assertThat(linesOf("192.168.1.61", hashed)).containsExactly(1);
    assertThat(linesOf("192.168.1.62", hashed)).isEmpty();
  }

  @Test
  void lines_that_make_no_sense_name_nobody() throws IOException {
    assertThat(
            linesOf(
                "alpha",
                "alpha",
                "alpha ssh-ed25519",
                "alpha ssh-ed25519 !!!",
                "alpha ssh-rsa " + KEY.split(" ")[1],
                "|1|x|y " + KEY,
                "@revoked",
                "@revoked alpha",
                "@cert-authority alpha " + KEY))
        .isEmpty();
  }

  @Test
  void revoked_keys_are_marked() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "@revoked alpha " + KEY + "\n");
    assertThat(new KnownHostsFile(file).of("alpha"))
        .singleElement()
        .matches(KnownHostLine::revoked);
  }

  @Test
  void a_host_is_added_on_a_line_of_its_own() throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "alpha " + KEY);
    String[] key = KEY.split(" ");
    new KnownHostsFile(file).add("beta", new HostKeyText(key[0], key[1]));

    assertThat(file).hasContent("alpha " + KEY + "\nbeta " + KEY);
    assertThat(new KnownHostsFile(file).of("beta")).hasSize(1);
  }

  @Test
  void fingerprints_are_those_of_ssh_keygen() {
    String[] key = KEY.split(" ");
    assertThat(new HostKeyText(key[0], key[1]).fingerprint())
        .isEqualTo("ssh-ed25519 SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU");
  }
}
