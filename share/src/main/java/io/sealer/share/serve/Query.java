package io.sealer.share.serve;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a request, decoded. */
record Query(Map<String, List<String>> parameters) {
  Query {
    parameters = Map.copyOf(parameters);
  }

  /**
   * @throws DistributionException when it is not well encoded
   */
  static Query parse(Optional<String> raw) throws DistributionException {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (String parameter : raw.orElse("").split("&")) {
      int equals = parameter.indexOf('=');
      if (equals > 0 && equals < parameter.length() - 1) {
        parameters
            .computeIfAbsent(decoded(parameter.substring(0, equals)), _ -> new ArrayList<>())
            .add(decoded(parameter.substring(equals + 1)));
      }
    }
    return new Query(parameters);
  }

  private static String decoded(String text) throws DistributionException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.NAME_INVALID.because("the request's parameters are not well encoded");
    }
  }

  /** The first value; empty when there is none or it has no length. */
  Optional<String> first(String name) {
    return all(name).stream().findFirst();
  }

  /** All values in the order sent. */
  List<String> all(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /** Which part of a list is wanted. */
  PageRequest page() throws DistributionException {
    Optional<String> n = first("n");
    if (n.isPresent() && !n.get().matches("\\d+")) {
      throw ErrorCode.PAGINATION_NUMBER_INVALID.because(
          "n must be a number, got '" + n.get() + "'");
    }
    return new PageRequest(n.map(Query::atMost).orElse(Integer.MAX_VALUE), first("last"));
  }

  private static int atMost(String digits) {
    return digits.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }
}
