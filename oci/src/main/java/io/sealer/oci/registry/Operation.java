package io.sealer.oci.registry;

import io.sealer.oci.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * What is being done to a registry: for error messages and for the rights to ask for.
 *
 * @param endpoint the registry
 * @param what such as {@code get manifest of docker.io/library/nginx:1.25}
 * @param scopes rights in Docker's notation, {@code repository:NAME:pull}; sorted
 */
record Operation(Endpoint endpoint, String what, List<String> scopes) {
  Operation {
    scopes = scopes.stream().sorted().distinct().toList();
  }

  static Operation pull(Endpoint endpoint, String what, Reference name) {
    return new Operation(endpoint, what, List.of(scope(name.repository(), "pull")));
  }

  static Operation push(Endpoint endpoint, String what, Reference name) {
    return new Operation(endpoint, what, List.of(scope(name.repository(), "pull,push")));
  }

  static String scope(String repository, String actions) {
    return "repository:" + repository + ":" + actions;
  }

  Operation withScope(String more) {
    var all = new ArrayList<>(scopes);
    all.add(more);
    return new Operation(endpoint, what, all);
  }
}
