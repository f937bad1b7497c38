package io.sealer.host;

import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * A live connection with one machine. Thread-safe: many commands and transfers run at the same time
 * over the one connection (more than eight wait for each other). Every method blocks, is meant for
 * virtual threads, and ends soon with {@link HostException.Cancelled} when its thread is
 * interrupted.
 */
public interface Session extends AutoCloseable {
  /** How messages call this machine: its address, with the port when it is not 22. */
  String host();

  /** Runs a command to its end; an exit status other than zero is an answer, not an error. */
  ExecResult exec(Command command) throws HostException;

  /** Runs a command that must succeed, else {@link HostException.CommandFailed}. */
  ExecResult run(Command command) throws HostException;

  /**
   * Puts content into a file: streamed next to it, its SHA-256 checked on the host, then renamed
   * over it, so that nobody sees half of it. Nothing is sent when the file has this digest already;
   * mode and owner are set in any case.
   *
   * @return whether the file's content was written
   */
  boolean put(FileContent content, RemoteFile to) throws HostException;

  /** Writes a file's content to a stream, which is not closed. */
  void get(String path, OutputStream to) throws HostException;

  /** What a path is; empty when there is nothing. */
  Optional<RemoteStat> stat(String path) throws HostException;

  /** A file's SHA-256 in 64 hexadecimal digits; empty when there is no such file. */
  Optional<String> sha256(String path) throws HostException;

  /**
   * What this machine is, gathered in one round trip.
   *
   * @param paths whose file systems' free space is wanted; they need not exist yet
   */
  Facts facts(List<String> paths) throws HostException;

  /** Ends the connection; commands still running on the machine are killed. */
  @Override
  void close();
}
