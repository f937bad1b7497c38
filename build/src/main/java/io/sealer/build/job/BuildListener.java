package io.sealer.build.job;

import io.sealer.oci.Platform;
import java.time.Duration;

/** Is told how a build goes. Called from one thread at a time, except {@link #output}. */
public interface BuildListener {
  /** Tells nobody. */
  BuildListener NONE = new BuildListener() {};

  /** A step begins: the {@code number}-th of {@code count} for this platform. */
  default void started(Platform platform, int number, int count, String instruction) {}

  /** It is done; {@code cached} when an earlier result was used. */
  default void done(Platform platform, int number, boolean cached, Duration took) {}

  /** A line that a RUN wrote. */
  default void output(String line) {}

  /** Something worth knowing that does not stop the build. */
  default void warning(String text) {}

  /** A phase after the instructions begins, such as fetching images. */
  default void phase(String text) {}
}
