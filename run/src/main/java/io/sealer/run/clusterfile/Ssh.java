package io.sealer.run.clusterfile;

import io.sealer.host.Auth;
import io.sealer.host.Secret;
import io.sealer.host.SshConfig;
import io.sealer.host.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
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

  private static final Path HOME =
      Path.of(
          Optional.ofNullable(System.getenv("HOME"))
              .filter(home -> !home.isEmpty())
              .orElse(System.getProperty("user.home", "/root")));

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

  /** The same without what is good on one machine only: the key's file, and all secrets. */
  public Ssh anywhere() {
    return new Ssh(
        user, Optional.empty(), Optional.empty(), Optional.empty(), port, Optional.empty());
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

  /**
   * A machine with these settings; what they leave open is as {@code ~/.ssh/config} says. It is
   * reached without ssh when it is this one.
   */
  public Target target(String address) {
    return target(address, SshConfig.ofHome(HOME), System.getenv());
  }

  Target target(String address, SshConfig config, Map<String, String> environment) {
    SshConfig.Entry entry = config.find(address, HOME);
    String login = user.or(entry::user).orElse("root");
    Target target =
        reached(entry.hostName().orElse(address), login, entry, environment).withLocal();
    for (String jump : entry.proxyJump()) {
      target = through(target, jump, config, environment);
    }
    if (login.equals("root")) {
      return target;
    }
    return sudoPassword.or(() -> password).map(target::withSudo).orElseGet(target::withSudo);
  }

  private Target reached(
      String address, String login, SshConfig.Entry entry, Map<String, String> environment) {
    return Target.of(address)
        .withUser(login)
        .withPort(port.or(entry::port).orElse(Target.SSH_PORT))
        .withAuth(ways(entry, environment));
  }

  /** A key that is named; else the password, the agent's keys, and those of the configuration. */
  private Auth[] ways(SshConfig.Entry entry, Map<String, String> environment) {
    var ways = new ArrayList<Auth>();
    key.ifPresent(file -> ways.add(new Auth.Key(file, keyPassphrase)));
    password.ifPresent(secret -> ways.add(new Auth.Password(secret)));
    if (key.isPresent()) {
      return ways.toArray(Auth[]::new);
    }
    entry.identityFiles().stream()
        .filter(Files::isReadable)
        .forEach(file -> ways.add(new Auth.Key(file, keyPassphrase)));
    if (entry.identityFiles().isEmpty()) {
      ways.add(new Auth.DefaultKeys(keyPassphrase));
    }
    entry
        .agent()
        .or(() -> Optional.ofNullable(environment.get("SSH_AUTH_SOCK")).map(Path::of))
        .filter(Files::exists)
        .ifPresent(socket -> ways.add(new Auth.Agent(socket)));
    return ways.toArray(Auth[]::new);
  }

  /**
   * The last machine of the way so far now is reached through another, {@code [user@]host[:port]}.
   */
  private Target through(
      Target target, String jump, SshConfig config, Map<String, String> environment) {
    String host = jump.replaceFirst("^ssh://", "");
    int at = host.indexOf('@');
    Optional<String> login = at < 0 ? Optional.empty() : Optional.of(host.substring(0, at));
    host = host.substring(at + 1);
    int colon = host.lastIndexOf(':');
    boolean ported =
        colon > 0 && host.substring(colon + 1).matches("\\d+") && !host.matches(".*:.*:[^]]*");
    Optional<Integer> number =
        ported ? Optional.of(Integer.valueOf(host.substring(colon + 1))) : Optional.empty();
    String name = ported ? host.substring(0, colon) : host;
    SshConfig.Entry entry = config.find(name, HOME);
    var own =
        new Ssh(login.or(entry::user), password, key, keyPassphrase, number, Optional.empty());
    String user = own.user().orElse(System.getProperty("user.name", "root"));
    Target bastion = own.reached(entry.hostName().orElse(name), user, entry, environment);
    return target.withJump(target.jump().map(bastion::withJump).orElse(bastion));
  }
}
