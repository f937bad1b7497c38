package io.sealer.run.clusterfile;

import io.sealer.host.Auth;
import io.sealer.host.Secret;
import io.sealer.host.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Optional;

/**
 * How hosts are reached. What is empty is taken from the next wider settings, and in the end from
 * ssh's own defaults: root, port 22, the keys in {@code ~/.ssh}.
 *
 * @param user login name; any other than root becomes root with sudo
 * @param password login password; also what sudo is given, unless {@code sudoPassword} is set
 * @param key private key file
 * @param keyPassphrase what the key file is encrypted with
 * @param port 1 to 65535
 * @param sudoPassword what sudo asks for, where it is not the login password
 */
public record Ssh(
    Optional<String> user,
    Optional<Secret> password,
    Optional<Path> key,
    Optional<Secret> keyPassphrase,
    Optional<Integer> port,
    Optional<Secret> sudoPassword) {
  public static final Ssh NOTHING =
      new Ssh(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** These settings, and where they are empty, the others. */
  public Ssh over(Ssh defaults) {
    return new Ssh(
        user.or(defaults::user),
        password.or(defaults::password),
        key.or(defaults::key),
        keyPassphrase.or(defaults::keyPassphrase),
        port.or(defaults::port),
        sudoPassword.or(defaults::sudoPassword));
  }

  public Ssh withUser(String value) {
    return new Ssh(Optional.of(value), password, key, keyPassphrase, port, sudoPassword);
  }

  public Ssh withPassword(Secret value) {
    return new Ssh(user, Optional.of(value), key, keyPassphrase, port, sudoPassword);
  }

  public Ssh withKey(Path value) {
    return new Ssh(user, password, Optional.of(value), keyPassphrase, port, sudoPassword);
  }

  public Ssh withKeyPassphrase(Secret value) {
    return new Ssh(user, password, key, Optional.of(value), port, sudoPassword);
  }

  public Ssh withPort(int value) {
    return new Ssh(user, password, key, keyPassphrase, Optional.of(value), sudoPassword);
  }

  public Ssh withSudoPassword(Secret value) {
    return new Ssh(user, password, key, keyPassphrase, port, Optional.of(value));
  }

  /** A machine with these settings; it is reached without ssh when it is this one. */
  public Target target(String address) {
    String login = user.orElse("root");
    var ways = new ArrayList<Auth>();
    key.ifPresent(file -> ways.add(new Auth.Key(file, keyPassphrase)));
    password.ifPresent(secret -> ways.add(new Auth.Password(secret)));
    if (key.isEmpty()) {
      ways.add(new Auth.DefaultKeys(keyPassphrase));
    }
    Target target =
        Target.of(address)
            .withUser(login)
            .withPort(port.orElse(Target.SSH_PORT))
            .withAuth(ways.toArray(Auth[]::new))
            .withLocal();
    if (login.equals("root")) {
      return target;
    }
    return sudoPassword.or(() -> password).map(target::withSudo).orElseGet(target::withSudo);
  }
}
