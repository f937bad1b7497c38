package io.sealer.share.proxy;

import io.sealer.oci.OciException;
import io.sealer.oci.registry.Credential;
import io.sealer.oci.registry.CredentialSource;
import io.sealer.oci.registry.CredentialStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whom the cache is at an upstream. Read anew for each login, so secrets can be exchanged. */
public sealed interface Login {
  /** Nobody. */
  record Anonymous() implements Login {}

  /** A file like docker's {@code config.json}, helpers included. */
  record DockerConfig(Path file) implements Login {}

  /** The password is the content of a file, without the line's end. */
  record PasswordFile(String user, Path file) implements Login {}

  /** The password is the value of an environment variable. */
  record PasswordVariable(String user, String variable) implements Login {}

  /** As the registry client wants it; for one upstream, which also goes by its name in images. */
  default CredentialSource source(String name) {
    return switch (this) {
      case Anonymous() -> CredentialSource.ANONYMOUS;
      case DockerConfig(var file) -> docker(file, name);
      case PasswordFile(var user, var file) ->
          _ -> Optional.of(new Credential.Basic(user, content(file)));
      case PasswordVariable(var user, var variable) ->
          _ -> Optional.of(new Credential.Basic(user, value(variable)));
    };
  }

  private static CredentialSource docker(Path file, String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    var store = new CredentialStore(file, List.of(), path);
    return asked -> {
      if (Files.notExists(file)) {
        throw new OciException("the logins for " + name + " in " + file + " do not exist", "");
      }
      Optional<Credential> own = store.find(asked);
      return own.isPresent() ? own : store.find(name);
    };
  }

  private static String content(Path file) throws OciException {
    try {
      return Files.readString(file).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw new OciException(
          "the password file " + file + " cannot be read: " + e.getMessage(),
          "it must be readable by the user who runs the cache",
          e);
    }
  }

  private static String value(String variable) throws OciException {
    String value = System.getenv(variable);
    if (value == null || value.isEmpty()) {
      throw new OciException(
          "the environment variable " + variable + " with a password is not set",
          "set it where the cache is started");
    }
    return value;
  }
}
