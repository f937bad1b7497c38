package io.sealer.oci.registry;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What a user shows to a registry. Texts of it never contain the secret. */
public sealed interface Credential {
  /** Who it is for messages. */
  String user();

  /** A name and a password or access token. */
  record Basic(String user, String password) implements Credential {
    /** Value of the header {@code Authorization} (RFC 7617). */
    public String header() {
      byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
      return "Basic[user=" + user + "]";
    }
  }

  /** A token that is exchanged for access tokens (OAuth 2 refresh token). */
  record IdentityToken(String token) implements Credential {
    @Override
    public String user() {
      return "<token>";
    }

    @Override
    public String toString() {
      return "IdentityToken[]";
    }
  }
}
