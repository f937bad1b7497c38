package io.sealer.run.template;

/**
 * A word of a template.
 *
 * @param kind what it is
 * @param text text outside of braces, a string's content, or the word as written
 * @param line where it stands, from 1
 */
record Token(Kind kind, String text, int line) {
  enum Kind {
    TEXT,
    OPEN,
    CLOSE,
    STRING,
    NUMBER,
    WORD,
    FIELD,
    VARIABLE,
    SIGN
  }

  boolean is(Kind other, String words) {
    return kind == other && text.equals(words);
  }
}
