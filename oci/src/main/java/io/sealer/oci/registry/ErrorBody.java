package io.sealer.oci.registry;

import io.sealer.oci.registry.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a registry says about an error (OCI distribution specification, "Error codes"), or the first
 * words of whatever else was sent.
 *
 * @param code such as {@code NAME_UNKNOWN}; may be empty
 * @param message for people; may be empty
 */
record ErrorBody(String code, String message) {
  private static final int LIMIT = 64 * 1024;
  private static final int SHOWN = 300;

  static ErrorBody of(Response response) {
    try {
      return parse(response.read(LIMIT));
    } catch (IOException e) {
      return new ErrorBody("", ""); // the status alone must do
    }
  }

  static ErrorBody parse(byte[] body) {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      JsonNode error = json.path("errors").path(0);
      if (error.isObject()) {
        return new ErrorBody(text(error, "code"), text(error, "message"));
      }
      return new ErrorBody("", text(json, "details") + text(json, "message"));
    } catch (JacksonException e) {
      String text = new String(body, StandardCharsets.UTF_8);
      return new ErrorBody("", text.stripLeading().startsWith("<") ? "" : clean(text));
    }
  }

  private static String text(JsonNode node, String field) {
    return clean(node.path(field).asString(""));
  }

  /** One line without control characters: a registry must not write on the user's terminal. */
  private static String clean(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
  }
}
