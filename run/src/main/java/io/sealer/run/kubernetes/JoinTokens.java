package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.host.Secret;
import io.sealer.host.Session;
import io.sealer.run.engine.StepContext;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes what hosts need to join, once a run: a bootstrap token that ends after two hours, and for
 * masters the key of the uploaded certificates. Thread-safe.
 */
final class JoinTokens {
  private static final String UPLOAD = "/etc/kubernetes/upload-certs.yaml";
  private final String master;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<JoinSecrets> made = Optional.empty();

  JoinTokens(String master) {
    this.master = master;
  }

  JoinSecrets secrets(StepContext at, boolean forMaster) throws HostException {
    lock.lock();
    try {
      JoinSecrets secrets = made.isPresent() ? made.get() : create(at);
      if (forMaster && secrets.certificateKey().isEmpty()) {
        secrets =
            new JoinSecrets(
                secrets.token(), secrets.authority(), Optional.of(uploadCertificates(at)));
      }
      made = Optional.of(secrets);
      return forMaster
          ? secrets
          : new JoinSecrets(secrets.token(), secrets.authority(), Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  private JoinSecrets create(StepContext at) throws HostException {
    Command create =
        Command.of(
            "kubeadm", "token", "create", "--ttl=2h", "--kubeconfig=/etc/kubernetes/admin.conf");
    String token = at.session(master).run(create).text();
    return new JoinSecrets(
        Secret.of(token),
        InitControlPlane.read(at, master, "/etc/kubernetes/pki/ca.crt"),
        Optional.empty());
  }

  private Secret uploadCertificates(StepContext at) throws HostException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    Secret key = Secret.of(HexFormat.of().formatHex(random));
    Session session = at.session(master);
    String config =
        InitControlPlane.read(at, master, InitControlPlane.FILE)
            .replaceFirst(
                "(?m)^kind: InitConfiguration$",
                "kind: InitConfiguration\ncertificateKey: " + key.revealText());
    session.put(FileContent.of(config), RemoteFile.of(UPLOAD).secret());
    try {
      session.run(
          Command.of(
              "kubeadm", "init", "phase", "upload-certs", "--upload-certs", "--config", UPLOAD));
    } finally {
      session.exec(Command.of("rm", "-f", UPLOAD));
    }
    return key;
  }
}
