package io.sealer.run.provider.container;

import io.sealer.host.Secret;
import io.sealer.run.provider.ProviderException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What makes one host different from another: files in its root, written while it is off (names may
 * be brought up to date while it runs).
 *
 * @param root the mounted root of the host
 */
record HostFiles(Path root) {
  private static final String BEGIN = "# sealer hosts begin";
  private static final String END = "# sealer hosts end";

  void address(String address, Subnet subnet) throws IOException {
    Files.writeString(
        root.resolve("etc/default/host0"),
        "ADDRESS=%s/24\nGATEWAY=%s\n".formatted(address, subnet.gateway()));
  }

  void hostname(String name) throws IOException {
    Files.writeString(root.resolve("etc/hostname"), name + "\n");
  }

  /** The lines of a cluster's hosts, among whatever else has been written there. */
  void names(List<String> lines) throws IOException {
    Path file = root.resolve("etc/hosts");
    String block =
        Stream.concat(Stream.of(BEGIN), lines.stream()).collect(Collectors.joining("\n"));
    String text = withoutBlock(Files.readString(file)) + block + "\n" + END + "\n";
    if (!text.equals(Files.readString(file))) {
      Files.writeString(file, text);
    }
  }

  private static String withoutBlock(String text) {
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      return text.endsWith("\n") || text.isEmpty() ? text : text + "\n";
    }
    return text.substring(0, begin) + text.substring(end + END.length()).stripLeading();
  }

  /** Lets the login in. */
  void login(Login login) throws IOException, ProviderException, InterruptedException {
    String home = "/root";
    if (!login.user().equals("root")) {
      home = "/home/" + login.user();
      user(login, home);
    }
    if (login.password().isPresent()) {
      password(login.user(), login.password().get());
    }
    if (login.key().isPresent()) {
      authorize(login.user(), home, login.key().get().publicLine());
    }
  }

  private void user(Login login, String home)
      throws IOException, ProviderException, InterruptedException {
    if (!Files.exists(root.resolve(home.substring(1)))) {
      Tool.of("chroot", root.toString(), "useradd", "-m", "-s", "/bin/bash", login.user()).run();
    }
    // With a password sudo asks for it, as on most servers.
    String rule =
        login.password().isPresent() ? "ALL=(ALL:ALL) ALL" : "ALL=(ALL:ALL) NOPASSWD: ALL";
    Path file = root.resolve("etc/sudoers.d/sealer-host");
    Files.writeString(file, login.user() + " " + rule + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r-----"));
  }

  private void password(String user, Secret password)
      throws IOException, ProviderException, InterruptedException {
    var line = new ByteArrayOutputStream();
    line.write((user + ":").getBytes(StandardCharsets.UTF_8));
    byte[] secret = password.reveal();
    line.write(secret);
    line.write('\n');
    Arrays.fill(secret, (byte) 0);
    Tool.of("chroot", root.toString(), "chpasswd").feed(line.toByteArray()).run();
  }

  private void authorize(String user, String home, String line)
      throws IOException, ProviderException, InterruptedException {
    Path directory = Files.createDirectories(root.resolve(home.substring(1)).resolve(".ssh"));
    Path file = directory.resolve("authorized_keys");
    Files.writeString(file, line + "\n");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Tool.of("chroot", root.toString(), "chown", "-R", user + ":", home + "/.ssh").run();
  }

  /** The host's public ssh keys, which it made when it booted first. */
  List<String> hostKeys() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("etc/ssh"))) {
      var keys = files.filter(f -> f.toString().endsWith("_key.pub")).sorted().toList();
      return keys.stream().map(HostFiles::key).toList();
    }
  }

  private static String key(Path file) {
    try {
      String[] words = Files.readString(file).trim().split(" ");
      return words[0] + " " + words[1];
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
