package io.sealer.oci.registry;

import tools.jackson.databind.json.JsonMapper;

/** The JSON of the registry's API and of Docker's configuration. */
final class Json {
  static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}
}
