package io.sealer.run.engine;

import io.sealer.host.Command;
import io.sealer.host.Session;
import io.sealer.host.testing.SshHost;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** A real server that sees directories of its own, in which programs may be made up. */
public final class MadeUpHost {
  /** A script after which what is written stays with the server; /etc begins as it is here. */
  public static final String DIRECTORIES =
      """
      for directory in /var/lib /usr/local/bin; do mount -t tmpfs tmpfs "$directory"; done
      mkdir -p /run/etc/upper /run/etc/work
      mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work /etc
      """;

  private static final String PROGRAM =
      """
      mkdir -p "${1%/*}"
      printf '#!/bin/sh\\n%s\\n' "$2" > "$1"
      chmod 755 "$1"
      """;

  private MadeUpHost() {}

  /** Makes up a program of one line of shell. */
  public static void program(SshHost host, String path, String line) throws Exception {
    host.shell(PROGRAM, path, line);
  }

  /** A way to the host that hears of each command and may change it. */
  public static Session heard(Session session, UnaryOperator<Command> change) {
    return (Session)
        Proxy.newProxyInstance(
            Session.class.getClassLoader(),
            new Class<?>[] {Session.class},
            (_, method, arguments) -> {
              Object[] given =
                  Arrays.stream(arguments == null ? new Object[0] : arguments)
                      .map(a -> a instanceof Command c ? change.apply(c) : a)
                      .toArray();
              try {
                return method.invoke(session, given);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
