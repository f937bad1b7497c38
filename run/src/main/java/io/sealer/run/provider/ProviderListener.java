package io.sealer.run.provider;

/** Is told what a provider does, from many threads at once, and must be quick. */
@FunctionalInterface
public interface ProviderListener {
  /** Tells nobody. */
  ProviderListener NONE = (host, text) -> {};

  /**
   * Something happened.
   *
   * @param host name of the host it is about; empty when it is about all
   * @param text what happened, for people
   */
  void on(String host, String text);
}
