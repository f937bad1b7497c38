package io.sealer.node.api;

import io.sealer.oci.registry.Credential;

/**
 * Who containerd is at a registry that gives tokens, as a part of its configuration file
 * (containerd's docs/cri/registry.md, "Configure Registry Credentials"; all versions since 1.5,
 * beside {@code config_path}). Only what the kubelet asks for is pulled so, pause images included.
 */
public final class ContainerdLogin {
  /** The plugin's name in files of version 2; those of version 3 call it {@link #IN_VERSION_3}. */
  public static final String IN_VERSION_2 = "io.containerd.grpc.v1.cri";

  public static final String IN_VERSION_3 = "io.containerd.cri.v1.images";

  private ContainerdLogin() {}

  /** Text for a file of version 2. The first line is the only one with the plugin's name. */
  public static String text(String host, Credential login) {
    String table =
        "[plugins.%s.registry.configs.%s.auth]\n".formatted(quoted(IN_VERSION_2), quoted(host));
    return table
        + switch (login) {
          case Credential.Basic(String user, String password) ->
              "  username = %s\n  password = %s\n".formatted(quoted(user), quoted(password));
          case Credential.IdentityToken(String token) ->
              "  identitytoken = %s\n".formatted(quoted(token));
        };
  }

  /** A basic string (TOML 1.0, "String"). */
  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').appendCodePoint(c);
              } else if (c < ' ' || c == 0x7f) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.appendCodePoint(c);
              }
            });
    return quoted.append('"').toString();
  }
}
