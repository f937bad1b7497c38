package io.sealer.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a program ended.
 *
 * @param command as it can be shown
 * @param exit exit status; 128 plus the signal's number when a signal ended it
 * @param out standard output
 * @param err standard error
 * @param took wall time
 */
public record Outcome(String command, int exit, String out, String err, Duration took) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** This outcome, which must be success. */
  public Outcome succeeded() {
    return exited(0);
  }

  /** This outcome, which must have this exit status. */
  public Outcome exited(int status) {
    assertThat(exit).as(toString()).isEqualTo(status);
    return this;
  }

  /** Everything it said, errors last. */
  public String said() {
    return out + err;
  }

  /** Standard output as the one JSON document that it must be. */
  public JsonNode json() {
    return MAPPER.readTree(out);
  }

  /** Standard output as JSON lines. */
  public List<JsonNode> jsonLines() {
    return out.lines().map(MAPPER::readTree).toList();
  }

  @Override
  public String toString() {
    return "%s%nexited %d after %d ms%n%s%n%s"
        .formatted(command, exit, took.toMillis(), out.strip(), err.strip());
  }
}
