package io.sealer.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialStoreTest {
  @TempDir Path home;

  private static String pair(String user, String password) {
    return Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
  }

  private void write(String file, String json) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, json);
  }

  private CredentialStore store() {
    var environment =
        Map.of("PATH", home.resolve("bin").toString(), "XDG_RUNTIME_DIR", home + "/run");
    return CredentialStore.of(environment, home, Optional.empty());
  }

  @Test
  void the_home_of_the_environment_counts_before_that_of_the_password_file() throws Exception {
    write("ci/.docker/config.json", "{\"auths\":{\"r.example\":{\"auth\":\"dTpw\"}}}");
    var environment = Map.of("HOME", home.resolve("ci").toString());
    assertThat(CredentialStore.of(environment, home, Optional.empty()).find("r.example"))
        .contains(new Credential.Basic("u", "p"));
  }

  private void helper(String name, String script) throws IOException {
    write("bin/docker-credential-" + name, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(
        home.resolve("bin/docker-credential-" + name),
        PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void sealers_own_file_counts_before_dockers_and_podmans() throws Exception {
    String podman = "{\"auths\":{\"a.io\":{\"auth\":\"" + pair("podman", "1") + "\"},";
    write(
        "run/containers/auth.json",
        podman + "\"c.io\":{\"auth\":\"" + pair("podman", "1") + "\"}}}");
    assertThat(store().find("a.io").orElseThrow().user()).isEqualTo("podman");
    write(
        ".docker/config.json", "{\"auths\":{\"a.io\":{\"auth\":\"" + pair("docker", "1") + "\"}}}");
    assertThat(store().find("a.io").orElseThrow().user()).isEqualTo("docker");
    write(".sealer/auth.json", "{\"auths\":{\"a.io\":{\"auth\":\"" + pair("sealer", "1") + "\"}}}");
    assertThat(store().find("a.io").orElseThrow().user()).isEqualTo("sealer");
    assertThat(store().find("c.io").orElseThrow().user()).isEqualTo("podman");
    assertThat(store().find("b.io")).isEmpty();
  }

  @Test
  void the_hub_is_found_under_each_of_its_names() throws Exception {
    write(
        ".docker/config.json",
        "{\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"" + pair("me", "a:b") + "\"}}}");
    for (String name : new String[] {"docker.io", "index.docker.io", "registry-1.docker.io"}) {
      assertThat(store().find(name)).contains(new Credential.Basic("me", "a:b"));
    }
  }

  @Test
  void addresses_and_identity_tokens_are_understood() throws Exception {
    write(
        ".docker/config.json",
        """
        {"auths": {
          "https://old.example/v1/": {"username": "u", "password": "p"},
          "acr.example": {"auth": "%s", "identitytoken": "refresh"},
          "quay.io/team": {"auth": "%s"},
          "empty.example": {}
        }}"""
            .formatted(pair("00000000", ""), pair("team", "p")));
    assertThat(store().find("old.example")).contains(new Credential.Basic("u", "p"));
    assertThat(store().find("acr.example")).contains(new Credential.IdentityToken("refresh"));
    assertThat(store().find("quay.io")).isEmpty();
    assertThat(store().find("empty.example")).isEmpty();
  }

  @Test
  void helpers_are_asked_over_standard_input() throws Exception {
    helper("one", "read s; echo \"{\\\"Username\\\":\\\"one-$1\\\",\\\"Secret\\\":\\\"$s\\\"}\"");
    helper("all", "read s; echo '{\"Username\":\"<token>\",\"Secret\":\"t\"}'");
    write(
        ".docker/config.json",
        "{\"credsStore\":\"all\",\"credHelpers\":{\"one.io\":\"one\"},\"auths\":{\"x.io\":{}}}");
    assertThat(store().find("one.io")).contains(new Credential.Basic("one-get", "one.io"));
    assertThat(store().find("x.io")).contains(new Credential.IdentityToken("t"));
  }

  @Test
  void a_helper_that_knows_nothing_or_fails_is_told_apart() throws Exception {
    write(".docker/config.json", "{\"credsStore\":\"x\"}");
    assertThatThrownBy(() -> store().find("a.io"))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("docker-credential-x")
        .hasMessageContaining("not installed");
    helper("x", "echo 'credentials not found in native keychain'; exit 1");
    assertThat(store().find("a.io")).isEmpty();
    helper("x", "echo 'the keychain is locked'; exit 1");
    assertThatThrownBy(() -> store().find("a.io")).hasMessageContaining("the keychain is locked");
  }

  @Test
  void a_helper_cannot_be_a_path() throws Exception {
    write(".docker/config.json", "{\"credsStore\":\"../../tmp/evil\"}");
    assertThatThrownBy(() -> store().find("a.io")).isInstanceOf(OciException.class);
  }

  @Test
  void a_login_keeps_what_else_is_in_the_file() throws Exception {
    write(
        ".sealer/auth.json",
        "{\"other\":1,\"auths\":{\"b.io\":{\"auth\":\"" + pair("b", "b") + "\"}}}");
    new AuthFile(home.resolve(".sealer/auth.json"), "").put("a.io", new Credential.Basic("a", "s"));
    assertThat(Files.readString(home.resolve(".sealer/auth.json"))).contains("\"other\" : 1");
    assertThat(store().find("a.io")).contains(new Credential.Basic("a", "s"));
    assertThat(store().find("b.io")).isPresent();
    assertThat(store().logout("a.io")).isTrue();
    assertThat(store().logout("a.io")).isFalse();
    assertThat(store().find("b.io")).isPresent();
  }

  @Test
  void a_new_file_and_its_directory_are_for_the_owner_only() throws Exception {
    Path file = home.resolve("new/deep/auth.json");
    new AuthFile(file, "").put("a.io", new Credential.Basic("a", "s"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
  }

  @Test
  void logins_at_the_same_time_lose_nothing() throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      IntStream.range(0, 40)
          .mapToObj(
              i ->
                  threads.submit(
                      () -> {
                        new AuthFile(home.resolve("auth.json"), "")
                            .put("r" + i + ".io", new Credential.Basic("u" + i, "p"));
                        return i;
                      }))
          .toList()
          .forEach(future -> assertThat(future).succeedsWithin(Duration.ofSeconds(30)));
    }
    var file = new AuthFile(home.resolve("auth.json"), "");
    for (int i = 0; i < 40; i++) {
      assertThat(file.find("r" + i + ".io")).contains(new Credential.Basic("u" + i, "p"));
    }
  }

  @Test
  void a_broken_file_is_named_but_never_quoted() throws Exception {
    for (String broken :
        new String[] {
          "{\"auths\": {\"a.io\": {\"auth\": hunter2}}}",
          "[\"hunter2\"]",
          "{\"auths\":{\"a.io\":{\"auth\":\"hunter2!\"}}}"
        }) {
      write(".docker/config.json", broken);
      assertThatThrownBy(() -> store().find("a.io"))
          .isInstanceOf(OciException.class)
          .hasMessageContaining("config.json")
          .satisfies(e -> assertThat(trace(e)).doesNotContain("hunter2"));
    }
  }

  @Test
  void texts_of_credentials_do_not_show_the_secret() {
    assertThat(new Credential.Basic("me", "hunter2").toString()).doesNotContain("hunter2");
    assertThat(new Credential.IdentityToken("hunter2").toString()).doesNotContain("hunter2");
  }

  private static String trace(Throwable e) {
    var text = new StringWriter();
    e.printStackTrace(new PrintWriter(text, true));
    return text.toString();
  }
}
