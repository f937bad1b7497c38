package io.sealer.run.engine;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.filter.FilteringParserDelegate;
import tools.jackson.core.filter.TokenFilter;
import tools.jackson.core.filter.TokenFilter.Inclusion;
import tools.jackson.databind.JsonNode;

/**
 * Objects that kubectl prints as JSON, read while they come, however many: hundreds of nodes are
 * more than is kept of what a command prints. What takes most room and nobody here looks at, who
 * changed which field and which images a node has, is left out.
 *
 * @param result how the command ended
 * @param document what it printed; empty when that was nothing, or is not whole because it failed
 */
public record PrintedJson(ExecResult result, Optional<JsonNode> document) {
  private static final int BUFFER = 1 << 16;
  private static final Executor READERS = Thread.ofVirtual().name("read JSON")::start;

  /**
   * Runs a command that must succeed.
   *
   * @throws IllegalArgumentException when what it printed is no JSON
   */
  public static Optional<JsonNode> of(Session session, Command command) throws HostException {
    return read(session::run, command).document();
  }

  /**
   * Runs a command that may fail.
   *
   * @throws IllegalArgumentException when it succeeded and what it printed is no JSON
   */
  public static PrintedJson ofMaybe(Session session, Command command) throws HostException {
    return read(session::exec, command);
  }

  /** How a command is run. */
  private interface Running {
    ExecResult of(Command command) throws HostException;
  }

  private static PrintedJson read(Running running, Command command) throws HostException {
    try (var in = new PipedInputStream(BUFFER)) {
      CompletableFuture<Optional<JsonNode>> document;
      ExecResult result;
      try (var out = new PipedOutputStream(in)) {
        document = CompletableFuture.supplyAsync(() -> parsed(in), READERS);
        result = running.of(command.withStdout(out));
      }
      return new PrintedJson(result, whole(document, result.ok()));
    } catch (IOException e) {
      throw new UncheckedIOException("a pipe within this process broke", e);
    }
  }

  private static Optional<JsonNode> whole(
      CompletableFuture<Optional<JsonNode>> document, boolean ok) {
    try {
      return document.join();
    } catch (CompletionException e) {
      if (ok) {
        throw new IllegalArgumentException("not JSON: " + e.getMessage(), e);
      }
      return Optional.empty();
    }
  }

  /** Reads to the end, whatever comes: the command must not wait for a reader that has given up. */
  private static Optional<JsonNode> parsed(InputStream in) {
    try {
      try (JsonParser parser = Json.parser(in)) {
        var filtered =
            new FilteringParserDelegate(parser, WORTH_IT, Inclusion.INCLUDE_ALL_AND_PATH, true);
        return Json.tree(filtered);
      } finally {
        in.transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final TokenFilter WORTH_IT = new Without(Set.of("managedFields", "images"));

  /** Everything but some properties, wherever they are. */
  private static final class Without extends TokenFilter {
    private final Set<String> properties;

    Without(Set<String> properties) {
      this.properties = properties;
    }

    @Override
    public @Nullable TokenFilter includeProperty(String name) {
      return properties.contains(name) ? null : this;
    }
  }
}
