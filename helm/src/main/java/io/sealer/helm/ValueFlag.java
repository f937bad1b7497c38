package io.sealer.helm;

import java.nio.file.Path;

/** One of the ways in which a helm command gives values to a chart. */
public sealed interface ValueFlag {
  /** {@code -f FILE}, {@code --values FILE}. */
  record File(Path path) implements ValueFlag {}

  /** {@code --set a.b=1,c[0]=x}: values get the type that they look like. */
  record Set(String expression) implements ValueFlag {}

  /** {@code --set-string a=1}: values are texts. */
  record SetString(String expression) implements ValueFlag {}

  /** {@code --set-json 'a=[1]'} or {@code --set-json '{"a": [1]}'}. */
  record SetJson(String expression) implements ValueFlag {}

  /** {@code --set-file a=FILE}: the value is a file's content. */
  record SetFile(String expression) implements ValueFlag {}
}
