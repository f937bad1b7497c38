package io.sealer.oci.registry;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a list goes on (RFC 8288, as the distribution specification uses it). */
final class NextPage {
  /** A registry that goes on for longer does not mean well. */
  static final int MOST = 1000;

  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;.*rel=\"?next\"?.*");

  private NextPage() {}

  /** Empty on the last page. */
  static Optional<URI> of(Caller caller, Operation operation, Reply reply) throws IOException {
    Matcher link = NEXT.matcher(reply.response().headers().first("Link").orElse(""));
    return link.matches()
        ? Optional.of(caller.wire().resolve(operation, reply.uri(), link.group(1)))
        : Optional.empty();
  }
}
