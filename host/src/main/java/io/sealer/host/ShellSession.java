package io.sealer.host;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** A session made of shell lines over a link. */
final class ShellSession implements Session {
  // sshd allows ten channels on a connection unless told otherwise; two are left for kills.
  private static final int CHANNELS = 8;

  private final String host;
  private final Link link;
  private final ShellLine shell;
  private final boolean sudo;
  private final Semaphore channels = new Semaphore(CHANNELS, true);
  private final Transfer transfer = new Transfer(this);

  private ShellSession(String host, Link link, ShellLine shell, boolean sudo) {
    this.host = host;
    this.link = link;
    this.shell = shell;
    this.sudo = sudo;
  }

  /** A session that owns the link from now on, also when this fails. */
  static ShellSession over(Link link, Target target, boolean rootAlready) throws HostException {
    var shell = new ShellLine(target.sudoPassword());
    boolean sudo = target.sudo() && !rootAlready;
    boolean good = false;
    try {
      if (sudo) {
        SudoProbe.check(target.display(), link, shell);
      }
      good = true;
      return new ShellSession(target.display(), link, shell, sudo);
    } finally {
      if (!good) {
        link.close();
      }
    }
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public ExecResult exec(Command command) throws HostException {
    try {
      channels.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException.Cancelled(host, command.shown());
    }
    try {
      return new Execution(host, link, shell, command, sudo && command.asRoot()).run();
    } finally {
      channels.release();
    }
  }

  @Override
  public ExecResult run(Command command) throws HostException {
    ExecResult result = exec(command);
    if (!result.ok()) {
      throw new HostException.CommandFailed(
          host,
          command.shown(),
          result.exit(),
          result.lastLines(),
          ExitHints.of(result.exit(), result.lastLines()));
    }
    return result;
  }

  @Override
  public boolean put(FileContent content, RemoteFile to) throws HostException {
    return transfer.put(content, to);
  }

  @Override
  public void get(String path, OutputStream to) throws HostException {
    transfer.get(path, to);
  }

  @Override
  public Optional<RemoteStat> stat(String path) throws HostException {
    return transfer.stat(path);
  }

  @Override
  public Optional<String> sha256(String path) throws HostException {
    return transfer.sha256(path);
  }

  @Override
  public Facts facts(List<String> paths) throws HostException {
    return FactsGathering.gather(this, paths);
  }

  @Override
  public void close() {
    link.close();
  }
}
