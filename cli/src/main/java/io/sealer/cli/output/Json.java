package io.sealer.cli.output;

import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Documents for scripts (contract.md). Records become objects with their components in order. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** The value as an indented JSON document. */
  public static String document(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
