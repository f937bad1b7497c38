package io.sealer.oci;

/**
 * Is told how far moving content has come. Implementations are thread-safe and quick: they are
 * called from every transfer at once.
 */
public interface Progress {
  /** Tells nobody. */
  Progress NONE = new Progress() {};

  /** A piece of work starts: {@code total} bytes under this name. */
  default void started(String what, long total) {}

  /** This many more bytes of it are done; negative when a broken transfer starts again. */
  default void advanced(String what, long bytes) {}

  /** It is done, or was not needed ({@code reused}). */
  default void done(String what, boolean reused) {}
}
