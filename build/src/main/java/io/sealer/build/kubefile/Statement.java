package io.sealer.build.kubefile;

import java.util.List;

/**
 * One logical line: an instruction's word and its arguments, continuation lines joined.
 *
 * @param keyword the first word, as written
 * @param keywordAt where it stands
 * @param arguments the rest, joined, without blanks at the ends
 * @param places where each character of {@code arguments} stands in the file
 * @param documents here-documents that follow the line, in order
 */
record Statement(
    String keyword,
    Position keywordAt,
    String arguments,
    List<Position> places,
    List<HereDocument> documents) {

  /**
   * A here-document: the text between {@code <<NAME} and the line {@code NAME}.
   *
   * @param expands whether the name was not quoted
   */
  record HereDocument(String name, String content, boolean expands) {}

  /**
   * Where the character at this offset of the arguments stands; the end of the line for offsets
   * behind the last.
   */
  Position at(int offset) {
    if (places.isEmpty()) {
      return new Position(keywordAt.line(), keywordAt.column() + keyword.length());
    }
    if (offset < places.size()) {
      return places.get(offset);
    }
    Position last = places.getLast();
    return new Position(last.line(), last.column() + 1);
  }

  /** The statement on one line. */
  String text() {
    return arguments.isEmpty() ? keyword : keyword + " " + arguments;
  }
}
