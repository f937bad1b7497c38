package io.sealer.host;

import com.jcraft.jsch.HostKey;
import com.jcraft.jsch.HostKeyRepository;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.UserInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides about one server's key during one login: known, met for the first time, or refused. A
 * known host that shows a key of a type we do not have is refused as well: otherwise whoever stands
 * in between would only need another type.
 */
final class HostKeyGuard implements HostKeyRepository {
  private final String host;
  private final KnownHosts known;
  private final KnownHostsFile file;
  private Optional<HostException> refusal = Optional.empty();

  HostKeyGuard(String host, KnownHosts known) {
    this.host = host;
    this.known = known;
    this.file = new KnownHostsFile(known.file());
  }

  /** Why the server's key was refused, if it was. */
  Optional<HostException> refusal() {
    return refusal;
  }

  @Override
  public int check(String name, byte[] key) {
    try {
      return check(name, HostKeyText.of(key));
    } catch (IOException e) {
      refusal = Optional.of(new HostException.LocalFailure(host, "known hosts " + known.file(), e));
      return CHANGED;
    }
  }

  private int check(String name, HostKeyText key) throws IOException {
    // One login at a time reads and extends the file, so that a host is written down once.
    synchronized (HostKeyGuard.class) {
      List<KnownHostLine> lines = file.of(name);
      Optional<KnownHostLine> revoked =
          lines.stream().filter(l -> l.revoked() && l.key().equals(key)).findFirst();
      if (revoked.isPresent()) {
        return refuse(name, key, revoked.get());
      }
      List<KnownHostLine> trusted = lines.stream().filter(l -> !l.revoked()).toList();
      if (trusted.stream().anyMatch(l -> l.key().equals(key))) {
        return OK;
      }
      if (!trusted.isEmpty()) {
        return refuse(name, key, closest(trusted, key));
      }
      file.add(name, key);
    }
    known.onFirstUse().accept(new KnownHosts.FirstUse(name, key.fingerprint(), known.file()));
    return OK;
  }

  private static KnownHostLine closest(List<KnownHostLine> lines, HostKeyText key) {
    return lines.stream()
        .filter(l -> l.key().type().equals(key.type()))
        .findFirst()
        .orElse(lines.getFirst());
  }

  private int refuse(String name, HostKeyText key, KnownHostLine line) {
    String remove =
        "ssh-keygen -R %s -f %s"
            .formatted(Quoting.readable(name), Quoting.readable(known.file().toString()));
    String was = line.key().fingerprint() + (line.revoked() ? " (revoked)" : "");
    refusal =
        Optional.of(
            new HostException.HostKeyChanged(
                host, was, key.fingerprint(), known.file(), line.number(), remove));
    return CHANGED;
  }

  /** The keys we know of this host, so that the server is asked for one of their types first. */
  @Override
  public HostKey[] getHostKey(@Nullable String name, @Nullable String type) {
    if (name == null) {
      return new HostKey[0];
    }
    try {
      return file.of(name).stream()
          .filter(line -> !line.revoked())
          .flatMap(line -> hostKey(name, line).stream())
          .filter(key -> type == null || key.getType().equals(type))
          .toArray(HostKey[]::new);
    } catch (IOException e) {
      // check() meets the same file and says so.
      return new HostKey[0];
    }
  }

  private static Optional<HostKey> hostKey(String name, KnownHostLine line) {
    try {
      return Optional.of(new HostKey(name, line.key().bytes()));
    } catch (JSchException e) {
      // A type that this library does not speak cannot be preferred.
      return Optional.empty();
    }
  }

  @Override
  public HostKey[] getHostKey() {
    return new HostKey[0];
  }

  @Override
  public void add(HostKey key, @Nullable UserInfo user) {
    throw new UnsupportedOperationException("hosts are written down when they are checked");
  }

  @Override
  public void remove(String name, @Nullable String type) {
    throw new UnsupportedOperationException("only people remove known hosts");
  }

  @Override
  public void remove(String name, @Nullable String type, byte @Nullable [] key) {
    throw new UnsupportedOperationException("only people remove known hosts");
  }

  @Override
  public String getKnownHostsRepositoryID() {
    return known.file().toString();
  }
}
