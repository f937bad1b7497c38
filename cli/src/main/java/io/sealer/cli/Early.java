package io.sealer.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.cli.command.BuildCommand;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.util.Objects;

/**
 * What nearly every command needs and what takes long to be ready, on another processor while the
 * command line is read: classes that Java makes for the annotations of commands, which the reading
 * itself is about to want, the ear for Ctrl-C, BigDecimal, which parsers of JSON want and whose
 * tables Java computes at first use, the parser itself, and the providers of digests. Nobody waits
 * for it.
 */
final class Early {
  private static final byte[] DOCUMENT = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(UTF_8);

  private Early() {}

  /** Begins; the thread that calls it is the one that Ctrl-C interrupts. */
  static void begin() {
    Thread main = Thread.currentThread();
    Thread.ofPlatform().name("early").daemon().start(() -> prepare(main));
  }

  private static void prepare(Thread main) {
    for (Field flag : BuildCommand.class.getDeclaredFields()) {
      Objects.requireNonNull(flag.getDeclaredAnnotations());
    }
    Interrupts.install(main);
    Objects.requireNonNull(Digest.of(DOCUMENT));
    Objects.requireNonNull(BigDecimal.ONE);
    try {
      Objects.requireNonNull(OciJson.readIndex(DOCUMENT));
    } catch (OciException e) {
      throw new IllegalStateException("an index without members is an index", e);
    }
  }
}
