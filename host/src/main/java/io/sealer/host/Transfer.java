package io.sealer.host;

import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Moves files with commands that every host has; no sftp. */
final class Transfer {
  private static final String PUT = ShellLine.resource("put.sh");
  // Below this, asking first whether the content is there costs more than sending it.
  private static final long SMALL = 256 << 10;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long SLOWEST_HASH = 20L << 20;
  private static final String STAT =
      """
      [ -e "$1" ] || exit 44
      exec stat -L -c '%F|%s|%a|%U|%G|%Y' "$1"
      """;
  private static final String SHA256 =
      """
      [ -f "$1" ] || exit 44
      sha256sum <"$1"
      """;
  private static final int ABSENT = 44;

  private final Session session;

  Transfer(Session session) {
    this.session = session;
  }

  boolean put(FileContent content, RemoteFile to) throws HostException {
    if (content.size() > SMALL) {
      String[] answer = ask("check", content, to, Optional.empty());
      if (answer[0].equals("same")) {
        return false;
      }
      requireSpace(content, to, number(answer, to));
      return write("write", content, to);
    }
    return write("both", content, to);
  }

  private void requireSpace(FileContent content, RemoteFile to, long available)
      throws HostException {
    if (available < content.size()) {
      throw new HostException.NoSpace(session.host(), to.path(), content.size(), available);
    }
  }

  private boolean write(String what, FileContent content, RemoteFile to) throws HostException {
    String[] answer = ask(what, content, to, Optional.of(content.source()));
    return switch (answer[0]) {
      case "same" -> false;
      case "written" -> true;
      case "full" ->
          throw new HostException.NoSpace(
              session.host(), to.path(), content.size(), number(answer, to));
      case "corrupt" ->
          throw new HostException.TransferCorrupt(
              session.host(), to.path(), content.sha256(), answer[answer.length - 1]);
      default -> throw unintelligible("the answer to put " + to.path(), answer[0]);
    };
  }

  private long number(String[] answer, RemoteFile to) throws HostException {
    try {
      return Long.parseLong(answer[answer.length - 1]);
    } catch (NumberFormatException e) {
      throw unintelligible("the free space for " + to.path(), String.join(" ", answer));
    }
  }

  private String[] ask(String what, FileContent content, RemoteFile to, Optional<Source> stdin)
      throws HostException {
    Command command =
        Command.script(
                PUT,
                what,
                to.path(),
                Long.toString(content.size()),
                content.sha256(),
                "%04o".formatted(to.mode()),
                to.owner().orElse(""))
            .named("put " + to.path())
            .withIdleTimeout(PATIENCE.plusSeconds(content.size() / SLOWEST_HASH));
    return session.run(stdin.map(command::withStdin).orElse(command)).text().split(" ", 2);
  }

  void get(String path, OutputStream to) throws HostException {
    session.run(
        Command.of("cat", "--", path)
            .named("get " + path)
            .withStdout(to)
            .withIdleTimeout(PATIENCE));
  }

  Optional<String> sha256(String path) throws HostException {
    Optional<String> answer = present(Command.script(SHA256, path).named("sha256sum " + path));
    if (answer.isEmpty()) {
      return answer;
    }
    String hex = answer.get().split(" ", 2)[0];
    if (!hex.matches("[0-9a-f]{64}")) {
      throw unintelligible("the digest of " + path, answer.get());
    }
    return Optional.of(hex);
  }

  Optional<RemoteStat> stat(String path) throws HostException {
    Optional<String> answer = present(Command.script(STAT, path).named("stat " + path));
    if (answer.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = List.of(answer.get().split("\\|", -1));
    try {
      return Optional.of(parse(parts));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw unintelligible("stat of " + path, answer.get());
    }
  }

  private static RemoteStat parse(List<String> parts) {
    RemoteStat.Type type =
        switch (parts.get(0)) {
          case "regular file", "regular empty file" -> RemoteStat.Type.FILE;
          case "directory" -> RemoteStat.Type.DIRECTORY;
          default -> RemoteStat.Type.OTHER;
        };
    return new RemoteStat(
        type,
        Long.parseLong(parts.get(1)),
        Integer.parseInt(parts.get(2), 8),
        parts.get(3),
        parts.get(4),
        Instant.ofEpochSecond(Long.parseLong(parts.get(5))));
  }

  /** What a command says about a path; empty when it says that there is nothing. */
  private Optional<String> present(Command command) throws HostException {
    ExecResult result = session.exec(command);
    if (result.exit() == ABSENT) {
      return Optional.empty();
    }
    if (!result.ok()) {
      throw new HostException.CommandFailed(
          session.host(),
          command.shown(),
          result.exit(),
          result.lastLines(),
          ExitHints.of(result.exit(), result.lastLines()));
    }
    return Optional.of(result.text());
  }

  private HostException unintelligible(String what, String answer) {
    return new HostException.Unintelligible(session.host(), what, answer);
  }
}
