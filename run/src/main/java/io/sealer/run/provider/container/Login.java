package io.sealer.run.provider.container;

import io.sealer.host.Secret;
import io.sealer.host.Target;
import io.sealer.run.clusterfile.Ssh;
import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How one logs in to the hosts: with the password that the request gives, else with its key, else
 * with a key made for the cluster.
 *
 * @param user login name; any other than root may use sudo
 * @param password what the user's password shall be
 * @param key what is let in without a password
 */
record Login(String user, Optional<Secret> password, Optional<SshKey> key) {

  static Login of(ProviderRequest request, ClusterDirectory directory)
      throws IOException, ProviderException {
    Ssh ssh = request.ssh();
    if (ssh.port().isPresent() && ssh.port().get() != Target.SSH_PORT) {
      throw new ProviderException(
          "hosts made on this machine have ssh on port 22, not " + ssh.port().get(),
          "leave the port out");
    }
    String user = ssh.user().orElse("root");
    if (!user.matches("[a-z_][a-z0-9_-]{0,31}")) {
      throw new ProviderException("'" + user + "' is no login name", "use a-z, 0-9, _ and -");
    }
    if (ssh.key().isPresent()) {
      return new Login(user, ssh.password(), Optional.of(new SshKey(ssh.key().get())));
    }
    if (ssh.password().isPresent()) {
      return new Login(user, ssh.password(), Optional.empty());
    }
    return new Login(user, Optional.empty(), Optional.of(SshKey.ensure(directory.key())));
  }

  /** What a client needs. */
  Ssh ssh(Ssh asked) {
    Ssh ssh = asked.withUser(user);
    return key.map(SshKey::file).map(Path::toAbsolutePath).map(ssh::withKey).orElse(ssh);
  }
}
